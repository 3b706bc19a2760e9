// What a deck shares with other windows: by way of its server, or with the speaker's window alone.

import { Clock, shareClock } from "./clock";
import type { Deck } from "./deck";
import { Drawing } from "./draw";
import { Exact } from "./exact";
import type { Figures } from "./figures";
import { type Link, isSpeaker } from "./link";
import type { Look } from "./look";
import type { Hello, Patch, Plan, Served } from "./messages";
import { Notice } from "./notice";
import { applyPatch } from "./patch";
import { Place, shareDark } from "./place";
import { type Listener, SocketLink } from "./socket";
import { shareFigures, shareLook } from "./speaker";
import { SpeakerView } from "./speaker_view";
import { WindowLink } from "./window_link";

const EMPTY: Plan = { minutes: 0, slides: [] };
const FOLLOW_KEY = 69; // E

/** What the page is told of its deck. */
export interface StageConfig {
  width: number;
  height: number;
  plan?: Plan;
  live?: Served;
}

/** What the stage needs of the page when the deck has changed. */
export interface Renewal {
  /** Look again at the present slide, after a change of slides or styles. */
  arrive(order: boolean): void;
}

export class Stage {
  readonly isSpeaker: boolean;
  readonly link: Link;
  private readonly clock = new Clock();
  private readonly served: Served | null;
  private readonly view: SpeakerView | null;
  private readonly broken: Notice | null;
  private plan: Plan;
  private edition: string;
  private readonly exact: Exact | null;
  private followsEdits = false;

  constructor(
    private readonly deck: Deck,
    private readonly figures: Figures,
    private readonly config: StageConfig,
    private readonly renewal: Renewal,
  ) {
    this.served = config.live ?? null;
    this.plan = config.plan ?? EMPTY;
    this.edition = this.served?.edition ?? "";
    this.isSpeaker = isSpeaker(location.search) && this.served?.role !== "audience";
    const socket = this.served && new SocketLink(this.served, this.listener());
    this.link = socket ?? new WindowLink(!this.isSpeaker);
    this.exact = socket && this.served?.role === "presenter" ? new Exact(figures, (run) => socket.say(run)) : null;
    this.broken = this.served?.role === "presenter" ? new Notice("amiss", "alert") : null;
    this.view = this.isSpeaker ? this.speakerView() : null;
  }

  /** Share the look, the figures, the place; open the link. The deck has started. */
  open(look: Look): void {
    const { deck, link } = this;
    const follows = this.served?.role === "audience";
    shareLook(look, link);
    shareFigures(this.figures, link);
    const place = new Place(deck, link, follows);
    if (follows) this.lookAround(place);
    else {
      shareClock(this.clock, link);
      place.onMove = () => this.clock.moved();
    }
    shareDark(deck, link);
    this.bindDrawing(new Drawing(deck, link, [this.config.width, this.config.height]), follows);
    if (!follows) this.bindKeys();
    this.view?.follow(deck);
    link.open();
  }

  private speakerView(): SpeakerView {
    const { width, height } = this.config;
    const qr = this.served?.phones ? `qr.svg?token=${encodeURIComponent(this.served.token)}` : null;
    return new SpeakerView(this.clock, this.plan, { canvas: [width, height], plan: this.plan, qr });
  }

  private listener(): Listener {
    const gone = new Notice("gone");
    return {
      hello: (hello) => this.greeted(hello),
      patch: (patch) => this.patched(patch),
      broken: (lines) => this.tellBroken(lines),
      move: (by) => (by > 0 ? this.deck.next() : this.deck.prev()),
      ran: (ran) => (this.exact ?? this.figures).show(ran),
      over: (run, came) => this.exact?.over(run, came),
      present: (present) => this.view?.count(present),
      linked: (up) => gone.show(up ? [] : ["The server is gone. This page goes on by itself and comes back to it."]),
    };
  }

  private greeted(hello: Hello): void {
    if (hello.edition && hello.edition !== this.edition) location.reload();
    this.tellBroken(hello.broken);
    this.exact?.greeted(hello);
    if (!this.view) return;
    this.view.rehearsed = hello.rehearsed;
    this.view.renew(this.plan);
  }

  private patched(patch: Patch): void {
    if (patch.reload || patch.before !== this.edition) return location.reload();
    this.edition = patch.edition;
    this.figures.rest();
    applyPatch(patch, this.deck);
    this.figures.forgetGone();
    this.plan = (patch.config?.["plan"] as Plan | undefined) ?? this.plan;
    this.renewal.arrive(patch.order !== null);
    this.view?.renew(this.plan);
    if (this.followsEdits && patch.edited && !this.clock.running && !document.fullscreenElement) this.goTo(patch.edited);
  }

  private goTo(id: string): void {
    const slide = document.getElementById(id);
    if (!slide) return;
    const { h, v } = this.deck.getIndices(slide);
    this.deck.slide(h, v);
  }

  private tellBroken(lines: readonly string[]): void {
    this.broken?.show(lines.length ? ["The deck as it is written now does not build:", ...lines] : [], "Hide", () => this.broken?.hide());
  }

  private lookAround(place: Place): void {
    const away = new Notice("away");
    place.onAway = (is) => away.show(is ? ["You are looking around."] : [], "Follow again", () => place.come());
  }

  private bindDrawing(drawing: Drawing, follows: boolean): void {
    if (follows) return;
    const { deck } = this;
    deck.addKeyBinding({ keyCode: 81, key: "Q", description: "Pointer" }, () => drawing.toggle("point"));
    deck.addKeyBinding({ keyCode: 87, key: "W", description: "Draw on the slide" }, () => drawing.toggle("draw"));
    deck.addKeyBinding({ keyCode: 88, key: "X", description: "Clear the drawing" }, () => drawing.clear());
    addEventListener("keydown", (event) => event.key === "Escape" && drawing.rest() && event.stopImmediatePropagation(), true);
  }

  private bindKeys(): void {
    const { deck } = this;
    if (!this.isSpeaker) {
      deck.addKeyBinding({ keyCode: 83, key: "S", description: "Speaker view" }, () => openSpeaker());
    }
    deck.addKeyBinding({ keyCode: 84, key: "T", description: "Pause the timer, or go on" }, () => this.clock.toggle());
    if (this.served) {
      const follow = { keyCode: FOLLOW_KEY, key: "E", description: "Go to what is edited, or not" };
      deck.addKeyBinding(follow, () => (this.followsEdits = !this.followsEdits));
      const built = { keyCode: 76, key: "L", description: "Live demos, or their built states" };
      deck.addKeyBinding(built, () => this.exact?.toggle());
    }
  }
}

/** The same deck in a window for the speaker. */
function openSpeaker(): void {
  const address = new URL(location.href);
  address.searchParams.set("view", "speaker");
  window.open(address.href, "talk-speaker", "popup,width=1200,height=800");
}
