// Starts the deck: reveal.js with the page's settings, and what we add to it.

import type { RevealConfig } from "reveal.js";
import { Address } from "./address";
import { lightCode } from "./code";
import type { Deck } from "./deck";
import { Figures } from "./figures";
import { fitSlide } from "./fit";
import { bindFocus } from "./focus";
import { belongsToControl, bindKeys, holder } from "./keys";
import { Link, isReceiver } from "./link";
import { Look } from "./look";
import { addProgress } from "./progress";
import { pure } from "./pure";
import { BASE_PX, type Mode } from "./query";
import { shareFigures, shareLook } from "./speaker";
import { bindViews, freeReaders, openAt } from "./views";

/** The JSON in `#talk-config`. */
interface PageConfig {
  width: number;
  height: number;
  basePx?: number;
  mode?: Mode;
  reveal?: RevealConfig;
}

declare global {
  var Reveal: Deck;
  var RevealNotes: (() => unknown) | undefined;
  var talk: Record<string, unknown>;
}

const DEFAULTS: RevealConfig = {
  hash: true,
  center: false,
  controls: false,
  progress: false,
  margin: 0,
  maxScale: 8,
  navigationMode: "linear",
  transition: "none",
  backgroundTransition: "none",
  pdfSeparateFragments: false,
};

async function start(): Promise<void> {
  const config = pageConfig();
  const root = document.documentElement;
  const deckMode = config.mode ?? (root.dataset["mode"] as Mode | undefined) ?? "auto";
  const look = Look.read(config.basePx ?? BASE_PX, deckMode, location.search);
  const printing = /[?&](view=print|print-pdf)\b/.test(location.search);
  if (printing) look.mode = "light"; // paper is
  look.show();
  bindViews(Reveal);
  const figures = new Figures(isReceiver(location.search) ? null : new Address());
  figures.watch(Reveal);
  const hash = location.hash; // as it was asked for
  await Reveal.initialize(revealConfig(config));
  openAt(Reveal, hash);
  equip(look, figures, printing);
  await settled();
  fitSlide(Reveal.getCurrentSlide());
}

function revealConfig(config: PageConfig): RevealConfig {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    ...DEFAULTS,
    ...config.reveal,
    ...(still ? { transition: "none", backgroundTransition: "none", autoAnimate: false } : {}),
    width: config.width,
    height: config.height,
    keyboardCondition: (event: KeyboardEvent) => !belongsToControl(holder(), event.key ?? ""),
    plugins: globalThis.RevealNotes ? [globalThis.RevealNotes] : [],
  } as RevealConfig;
}

function equip(look: Look, figures: Figures, printing: boolean): void {
  const arrive = () => {
    lightCode(Reveal.getCurrentSlide());
    fitSlide(Reveal.getCurrentSlide());
  };
  freeReaders(Reveal);
  for (const event of ["slidechanged", "fragmentshown", "fragmenthidden"]) Reveal.on(event, arrive);
  look.onChange(() => {
    Reveal.layout();
    fitSlide(Reveal.getCurrentSlide());
  });
  const link = new Link(location.search);
  shareLook(look, link);
  shareFigures(figures, link);
  link.open();
  bindKeys(Reveal, look);
  if (!isReceiver(location.search)) {
    bindFocus(Reveal);
    if (!printing && !Reveal.isScrollView()) addProgress(Reveal);
  }
  figures.arrive(Reveal.getCurrentSlide());
  arrive();
}

/** Resolves when all fonts that the page has asked for are there. */
async function settled(): Promise<void> {
  document.body.getBoundingClientRect(); // lays out, so that the fonts are asked for
  await document.fonts.ready;
}

function pageConfig(): PageConfig {
  const text = document.getElementById("talk-config")?.textContent;
  return { width: 1280, height: 720, ...(text ? (JSON.parse(text) as Partial<PageConfig>) : {}) };
}

if (typeof document === "undefined") {
  globalThis.talk = { pure };
} else {
  const ready = start();
  globalThis.talk = { ready, mountAll: () => ready };
}
