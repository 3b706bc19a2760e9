// The speaker's window: the deck itself in a corner, the next step beside it, notes, clock and plan.

import { type Clock, inClock } from "./clock";
import { lightCode } from "./code";
import type { Deck } from "./deck";
import { showMoment } from "./fixed_face";
import type { Plan, Present } from "./messages";
import { advice, inWords, overrun, pace, sections, span } from "./plan";

const TICK_MS = 250;
const NOTES_KEY = "talk.notes-size";
const NOTES_EM = [0.8, 3] as const;

const FRAME = `
<header class="bar">
  <h1 class="visually-hidden">Speaker view</h1>
  <p class="time"><time class="now"></time></p>
  <p class="timer"><span class="elapsed"></span> <span class="of"></span></p>
  <p class="pace"></p>
  <p class="advice"></p>
  <div class="buttons">
    <button type="button" class="pause">Start</button>
    <button type="button" class="reset">Reset</button>
  </div>
</header>
<nav aria-label="Plan"><ol class="plan"></ol><p class="label"></p></nav>
<div class="now-shown"><div class="screen"></div></div>
<aside class="then" aria-label="Next"><p class="label"></p><div class="screen"><div class="reveal preview" inert aria-hidden="true"><div class="slides"></div></div></div></aside>
<div class="notes-pane">
  <div class="sizes"><button type="button" class="smaller" aria-label="Smaller notes">A−</button><button type="button" class="larger" aria-label="Larger notes">A+</button></div>
  <div class="notes-text" tabindex="0" role="region" aria-label="Notes"></div>
</div>
<footer class="others"></footer>`;

/** What the view is told of its deck. */
export interface SpeakerOptions {
  plan: Plan;
  canvas: readonly [number, number];
  /** The address of a phone's QR code; null where no phone can come. */
  qr: string | null;
}

export class SpeakerView {
  rehearsed: Readonly<Record<string, number>> = {};
  private readonly root = document.createElement("div");
  private deck: Deck | null = null;

  constructor(
    private readonly clock: Clock,
    private plan: Plan,
    private readonly options: SpeakerOptions,
  ) {
    document.documentElement.classList.add("speaker");
    this.root.className = "speaker-view";
    this.root.innerHTML = FRAME;
    const reveal = document.querySelector(".reveal");
    document.body.prepend(this.root);
    if (reveal) this.part(".now-shown .screen").append(reveal);
    this.bindButtons();
    if (options.qr) this.showCode(options.qr);
  }

  /** Follow the deck once it has started. */
  follow(deck: Deck): void {
    this.deck = deck;
    for (const event of ["slidechanged", "fragmentshown", "fragmenthidden"]) deck.on(event, () => this.show());
    addEventListener("resize", () => this.fit());
    this.clock.onChange(() => this.tick());
    setInterval(() => this.tick(), TICK_MS);
    this.show();
  }

  /** The deck has changed: its plan, its notes, the next slide. */
  renew(plan: Plan): void {
    this.plan = plan;
    this.show();
  }

  /** Say who else is there. */
  count({ remotes, followers }: Present): void {
    const words = [counted(remotes, "phone"), counted(followers, "follower")].filter((each) => each !== "");
    this.part(".others").dataset["count"] = words.join(", ");
  }

  private get at(): number {
    const slide = this.deck?.getCurrentSlide();
    return Math.max(0, this.plan.slides.findIndex((each) => each.id === slide?.id));
  }

  private show(): void {
    const deck = this.deck;
    if (!deck) return;
    const slide = deck.getCurrentSlide();
    const notes = slide.querySelector("aside.notes");
    const text = this.part(".notes-text");
    text.innerHTML = notes?.innerHTML ?? '<p class="none">No notes</p>';
    for (const named of text.querySelectorAll("[id]")) named.removeAttribute("id");
    text.scrollTop = 0;
    this.part("nav .label").textContent = this.labelOf(this.at);
    this.showNext(deck);
    this.showPlan();
    this.tick();
    this.fit();
  }

  private labelOf(index: number): string {
    const slide = this.plan.slides[index];
    if (!slide) return "";
    const minutes = slide.minutes ? ` · ${inClock(slide.minutes * 60_000)} planned` : "";
    const took = this.rehearsed[slide.id];
    const before = took === undefined ? "" : ` · ${inClock(took * 1000)} rehearsed`;
    return `${slide.label} · ${index + 1} of ${this.plan.slides.length}${minutes}${before}`;
  }

  /** A still picture of the next fragment, or of the next slide. */
  private showNext(deck: Deck): void {
    const slides = deck.getSlides();
    const slide = deck.getCurrentSlide();
    const hidden = slide.querySelectorAll(".fragment:not(.visible)").length;
    const next = hidden ? slide : slides[slides.indexOf(slide) + 1];
    const place = this.part(".preview .slides");
    this.part(".then .label").textContent = hidden ? "Next step" : next ? `Next: ${this.titleOf(next)}` : "The end";
    place.replaceChildren(...(next ? [still(next, hidden ? nextFragments(slide) : [])] : []));
  }

  private titleOf(slide: HTMLElement): string {
    return this.plan.slides.find((each) => each.id === slide.id)?.title || slide.getAttribute("aria-label") || "";
  }

  private showPlan(): void {
    const titles = new Map(this.plan.slides.map((slide) => [slide.id, slide.title]));
    const parts = sections(this.plan, this.at).map(({ section, minutes, here }) => {
      const heading = titles.get(section) ?? "Start";
      const item = document.createElement("li");
      item.style.flexGrow = String(Math.max(minutes, 0.2));
      item.classList.toggle("here", here);
      if (here) item.setAttribute("aria-current", "step");
      item.textContent = minutes ? `${heading} ${inClock(minutes * 60_000)}` : heading;
      return item;
    });
    this.part(".plan").replaceChildren(...parts);
  }

  private tick(): void {
    const { clock, plan } = this;
    const minutes = clock.elapsedMs / 60_000;
    const started = clock.running || clock.elapsedMs > 0;
    const now = new Date();
    say(this.part(".now"), now.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
    say(this.part(".elapsed"), inClock(clock.elapsedMs));
    say(this.part(".of"), plan.minutes ? `of ${inClock(plan.minutes * 60_000)}` : "");
    const planned = started && span(plan, plan.slides.length)[0] > 0;
    const held = planned ? pace(plan, this.at, minutes) : null;
    say(this.part(".pace"), held ? inWords(held) : "");
    this.part(".pace").classList.toggle("late", held !== null && overrun(plan, this.at, minutes) > 0.5);
    say(this.part(".advice"), planned ? advice(plan, this.at, minutes) : "");
    say(this.part(".pause"), clock.running ? "Pause" : started ? "Go on" : "Start");
    say(this.part(".bar .reset"), clock.sure ? "Press again" : "Reset");
    this.part<HTMLButtonElement>(".bar .reset").disabled = clock.running || !started;
  }

  private fit(): void {
    const [width, height] = this.options.canvas;
    const preview = this.part(".preview");
    const room = preview.parentElement?.clientWidth ?? 0;
    preview.style.cssText = `width:${width}px;height:${height}px;transform:scale(${room / width})`;
    for (const screen of this.root.querySelectorAll<HTMLElement>(".screen")) screen.style.aspectRatio = `${width}/${height}`;
    this.deck?.layout();
  }

  private bindButtons(): void {
    this.part(".pause").addEventListener("click", () => this.clock.toggle());
    this.part(".bar .reset").addEventListener("click", () => {
      this.clock.reset();
      this.tick();
    });
    const size = (by: number) => () => this.sizeNotes(this.notesEm() * by);
    this.part(".smaller").addEventListener("click", size(1 / 1.15));
    this.part(".larger").addEventListener("click", size(1.15));
    this.sizeNotes(this.notesEm());
  }

  private notesEm(): number {
    try {
      return Number(localStorage.getItem(NOTES_KEY)) || 1;
    } catch {
      return 1; // a page from the disk may have no storage
    }
  }

  private sizeNotes(em: number): void {
    const [least, most] = NOTES_EM;
    const size = Math.min(most, Math.max(least, em));
    this.part(".notes-text").style.fontSize = `${size}em`;
    try {
      localStorage.setItem(NOTES_KEY, String(size));
    } catch {
      // it holds until the window is closed
    }
  }

  private showCode(address: string): void {
    const image = Object.assign(document.createElement("img"), { src: address, alt: "QR code of the remote" });
    this.part(".others").append(image);
  }

  private part<T extends HTMLElement = HTMLElement>(selector: string): T {
    return this.root.querySelector(selector) as T;
  }
}

/** The fragments that the next step shows. */
function nextFragments(slide: HTMLElement): number[] {
  const all = [...slide.querySelectorAll<HTMLElement>(".fragment")];
  const hidden = all.filter((each) => !each.classList.contains("visible"));
  const first = Math.min(...hidden.map((each) => Number(each.dataset["fragmentIndex"] ?? 0)));
  return all.flatMap((each, index) =>
    each.classList.contains("visible") || Number(each.dataset["fragmentIndex"] ?? 0) === first ? [index] : [],
  );
}

/** A copy of a slide that only looks like it, with these of its fragments shown. */
function still(slide: HTMLElement, shown: readonly number[]): HTMLElement {
  const copy = slide.cloneNode(true) as HTMLElement;
  copy.querySelector("aside.notes")?.remove();
  for (const attribute of ["hidden", "aria-hidden", "inert", "id"]) copy.removeAttribute(attribute);
  copy.classList.remove("past", "future");
  copy.classList.add("present");
  copy.style.display = "block";
  copy.querySelectorAll(".fragment").forEach((each, index) => {
    each.classList.toggle("visible", shown.includes(index));
    each.classList.remove("current-fragment");
  });
  for (const named of copy.querySelectorAll("[id]:not(svg [id])")) named.removeAttribute("id");
  for (const script of copy.querySelectorAll("script")) script.remove();
  lightCode(copy);
  for (const figure of copy.querySelectorAll("figure.demo")) {
    const svg = figure.querySelector<SVGSVGElement>(".chart > svg");
    if (svg && figure.querySelector(".moment-step")) showMoment(svg, figure.querySelectorAll(".moment-step.visible").length);
  }
  return copy;
}

function say(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

function counted(count: number, word: string): string {
  return count ? `${count} ${word}${count > 1 ? "s" : ""}` : "";
}
