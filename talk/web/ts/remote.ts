// The speaker's phone.

import { Clock, inClock, shareClock } from "./clock";
import type { Plan, Served, Sliders } from "./messages";
import { advice, inWords, pace, span } from "./plan";
import { SocketLink } from "./socket";

interface RemoteConfig {
  live: Served;
  figures: Readonly<Record<string, readonly Sliders[]>>;
  plan: Plan;
}

const TICK_MS = 500;
const LATE_MIN = 0.5;

class Remote {
  private readonly clock = new Clock();
  private readonly link: SocketLink;
  private readonly cards = [...document.querySelectorAll<HTMLElement>("article[data-slide]")];
  private readonly places = new Map<string, number[]>();
  private tellFigure: (body: Readonly<Record<string, unknown>>) => void;
  private at = 0;

  constructor(private readonly config: RemoteConfig) {
    this.link = new SocketLink(config.live, {
      hello: ({ edition }) => edition && edition !== config.live.edition && location.reload(),
      patch: () => location.reload(),
      linked: (up) => {
        part("link").textContent = up ? "" : "The server is gone; trying again.";
        document.documentElement.classList.toggle("unlinked", !up);
      },
    });
    this.link.share({ type: "at", all: () => [], take: ({ slide }) => this.go(String(slide)) });
    this.tellFigure = this.link.share({ type: "figure", all: () => [], take: (body) => this.take(body) });
    shareClock(this.clock, this.link);
    this.bind();
    this.show();
    this.link.open();
    setInterval(() => this.tick(), TICK_MS);
  }

  private bind(): void {
    part("back").addEventListener("click", () => this.move(-1));
    part("forward").addEventListener("click", () => this.move(1));
    part("clock").addEventListener("click", () => {
      this.clock.toggle();
      this.tick();
    });
    addEventListener("keydown", (event) => {
      const by = { PageDown: 1, PageUp: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      this.move(by);
    });
  }

  private move(by: number): void {
    this.clock.moved();
    this.link.say({ type: "move", by });
  }

  private go(slide: string): boolean {
    const at = this.cards.findIndex((card) => card.dataset["slide"] === slide);
    if (at < 0) return false;
    this.at = at;
    this.show();
    return true;
  }

  private take({ id, place }: Readonly<Record<string, unknown>>): boolean {
    if (typeof id !== "string" || !Array.isArray(place)) return false;
    this.places.set(id, place as number[]);
    this.showSliders();
    return true;
  }

  private show(): void {
    const card = this.cards[this.at];
    for (const each of this.cards) each.hidden = each !== card;
    part("title").textContent = card?.dataset["title"] ?? "";
    part("notes").scrollTop = 0;
    part("next").textContent = this.cards[this.at + 1]?.dataset["title"] ?? "the end";
    part("number").textContent = `${this.at + 1} / ${this.cards.length}`;
    this.showSliders();
    this.tick();
  }

  private showSliders(): void {
    const figures = this.config.figures[this.cards[this.at]?.dataset["slide"] ?? ""] ?? [];
    const form = part("sliders");
    form.hidden = figures.length === 0;
    if (form.contains(document.activeElement) && form.dataset["at"] === String(this.at)) return;
    form.dataset["at"] = String(this.at);
    form.replaceChildren(...figures.flatMap((figure) => figure.params.map((_, index) => this.slider(figure, index))));
  }

  private slider(figure: Sliders, index: number): HTMLElement {
    const param = figure.params[index] as Sliders["params"][number];
    const place = this.places.get(figure.id) ?? figure.params.map((each) => each.at);
    const label = document.createElement("label");
    const value = document.createElement("span");
    const range = document.createElement("input");
    Object.assign(range, { type: "range", min: "0", max: String(param.stops.length - 1), step: "1" });
    range.value = String(place[index] ?? param.at);
    const told = () => {
      value.textContent = param.labels[Number(range.value)] ?? "";
      range.setAttribute("aria-valuetext", value.textContent);
    };
    range.addEventListener("input", () => {
      const next = (this.places.get(figure.id) ?? place).map((stop, at) => (at === index ? Number(range.value) : stop));
      this.places.set(figure.id, next);
      told();
      this.tellFigure({ id: figure.id, place: next, pinned: null });
    });
    told();
    label.append(Object.assign(document.createElement("span"), { textContent: param.title }), range, value);
    return label;
  }

  private tick(): void {
    const { plan } = this.config;
    const minutes = this.clock.elapsedMs / 60_000;
    part("elapsed").textContent = inClock(this.clock.elapsedMs);
    part("clock").setAttribute("aria-pressed", String(this.clock.running));
    const planned = this.clock.elapsedMs > 0 && span(plan, plan.slides.length)[0] > 0;
    const held = planned ? pace(plan, this.at, minutes) : null;
    part("pace").textContent = held ? advice(plan, this.at, minutes) || inWords(held) : "";
    part("pace").classList.toggle("late", held !== null && held.behind > LATE_MIN);
  }
}

function part(id: string): HTMLElement {
  return document.getElementById(id) as HTMLElement;
}

new Remote(JSON.parse(part("talk-config").textContent ?? "{}") as RemoteConfig);
