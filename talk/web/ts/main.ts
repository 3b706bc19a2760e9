// Starts the deck: reveal.js with the page's settings, and what we add to it.

import type { RevealConfig } from "reveal.js";
import { Address } from "./address";
import { answerQuickly } from "./answers";
import { waitForDeck } from "./broken_page";
import { lightCode } from "./code";
import type { Deck } from "./deck";
import { Figures } from "./figures";
import { fitSlide } from "./fit";
import { bindFocus, openOutside } from "./focus";
import { belongsToControl, bindKeys, holder } from "./keys";
import { isSpeaker } from "./link";
import { Look } from "./look";
import { addProgress } from "./progress";
import { pure } from "./pure";
import { BASE_PX, type Mode } from "./query";
import { Stage, type StageConfig } from "./stage";
import { bindViews, freeReaders, openAt, openStacks } from "./views";
import { Waiting, showsAll } from "./waiting";

/** The JSON in `#talk-config`. */
interface PageConfig extends StageConfig {
  basePx?: number;
  mode?: Mode;
  reveal?: RevealConfig;
  broken?: boolean;
}

declare global {
  var Reveal: Deck;
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
  postMessage: false, // our own windows speak to each other through Link
};

const MOVES = ["slidechanged", "fragmentshown", "fragmenthidden"];

async function start(config: PageConfig, waiting: Waiting): Promise<void> {
  const root = document.documentElement;
  const deckMode = config.mode ?? (root.dataset["mode"] as Mode | undefined) ?? "auto";
  const look = Look.read(config.basePx ?? BASE_PX, deckMode, location.search);
  const printing = /[?&](view=print|print-pdf)\b/.test(location.search);
  if (printing) look.mode = "light"; // paper is
  look.show();
  answerFor(Reveal);
  waiting.watch(Reveal);
  bindViews(Reveal);
  const address = new Address(presentHash);
  const figures = new Figures(address, (id) => waiting.find(id));
  const stage = new Stage(Reveal, figures, config, { arrive: (order) => renew(figures, order) });
  const hash = location.hash; // as it was asked for
  await waiting.prepare(hash, showsAll(config.reveal ?? {}));
  figures.watch(Reveal);
  await Reveal.initialize(revealConfig(config));
  openAt(Reveal, hash);
  await waiting.read(); // other windows may speak of any figure
  for (const event of MOVES) Reveal.on(event, () => address.arrive());
  equip(look, figures, stage, printing);
  waiting.onMount(openOutside);
  await settled();
  fitSlide(Reveal.getCurrentSlide());
}

/** Answer what reveal.js asks of the slides, also of those that come later. */
function answerFor(deck: Deck): void {
  const root = document.querySelector<HTMLElement>(".reveal");
  if (!root) return;
  answerQuickly(root);
  for (const event of ["ready", "sync"]) deck.on(event, () => answerQuickly(root));
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
    embedded: isSpeaker(location.search),
  } as RevealConfig;
}

function equip(look: Look, figures: Figures, stage: Stage, printing: boolean): void {
  freeReaders(Reveal);
  openStacks(Reveal);
  for (const event of MOVES) Reveal.on(event, arrive);
  look.onChange(() => {
    Reveal.layout();
    fitSlide(Reveal.getCurrentSlide());
  });
  bindKeys(Reveal, look);
  bindFocus(Reveal);
  if (!printing && !Reveal.isScrollView() && !stage.isSpeaker) addProgress(Reveal);
  if (!printing) stage.open(look);
  figures.arrive(Reveal.getCurrentSlide());
  arrive();
}

/** What the address says of the slide that is shown. */
function presentHash(): string {
  return Reveal.isReady() && Reveal.getConfig().hash ? `#${Reveal.getSlidePath()}` : location.hash;
}

function arrive(): void {
  lightCode(Reveal.getCurrentSlide());
  fitSlide(Reveal.getCurrentSlide());
}

/** Slides or styles have changed under the page; with another order the line along the bottom, too. */
function renew(figures: Figures, order: boolean): void {
  if (order && document.querySelector(".progress-line")) addProgress(Reveal);
  Reveal.layout();
  figures.arrive(Reveal.getCurrentSlide());
  arrive();
}

/** Resolves when all fonts that the page has asked for are there. */
async function settled(): Promise<void> {
  document.body.getBoundingClientRect(); // lays out, so that the fonts are asked for
  await document.fonts.ready;
}

function pageConfig(): PageConfig {
  const text = document.querySelector("script#talk-config")?.textContent;
  return { width: 1280, height: 720, ...(text ? (JSON.parse(text) as Partial<PageConfig>) : {}) };
}

if (typeof document === "undefined") {
  globalThis.talk = { pure };
} else {
  const config = pageConfig();
  const waiting = new Waiting();
  const ready = config.broken && config.live ? Promise.resolve(waitForDeck(config.live)) : start(config, waiting);
  globalThis.talk = { ready, mountAll: () => ready.then(() => waiting.mountAll()) };
}
