// The talk's timer: it starts with the first move, can be paused, and is not reset by a slip. No DOM here.

import type { Body, Link } from "./link";

const SURE_MS = 4000; // within which a second press resets it

export class Clock {
  private readonly listeners: Array<() => void> = [];
  private before = 0;
  private since: number | null = null;
  private asked = -Infinity;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Call `listener` whenever it starts, stops or is reset by this window. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  get running(): boolean {
    return this.since !== null;
  }

  get elapsedMs(): number {
    return this.before + (this.since === null ? 0 : this.now() - this.since);
  }

  /** The talk has moved: the first time starts the timer, a timer that somebody has paused stays so. */
  moved(): void {
    if (!this.running && this.before === 0) this.toggle();
  }

  /** Pause, or go on. */
  toggle(): void {
    this.set(this.elapsedMs, !this.running);
    this.changed();
  }

  /** Back to nothing: only a paused timer, and only if it is asked for twice. What comes back is whether it is. */
  reset(): boolean {
    if (this.running || this.before === 0) return false;
    if (this.now() - this.asked > SURE_MS) {
      this.asked = this.now();
      return false;
    }
    this.asked = -Infinity;
    this.set(0, false);
    this.changed();
    return true;
  }

  /** Whether one more press resets it. */
  get sure(): boolean {
    return this.now() - this.asked <= SURE_MS;
  }

  set(elapsedMs: number, running: boolean): void {
    this.before = elapsedMs;
    this.since = running ? this.now() : null;
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}

/** Keep the timer alike. */
export function shareClock(clock: Clock, link: Link): void {
  const body = (): Body => ({ elapsed_ms: Math.round(clock.elapsedMs), running: clock.running });
  const tell = link.share({
    type: "clock",
    all: () => (clock.running || clock.elapsedMs ? [body()] : []),
    take: ({ elapsed_ms, running }) => {
      if (typeof elapsed_ms !== "number" || !(elapsed_ms >= 0) || typeof running !== "boolean") return false;
      clock.set(elapsed_ms, running);
      return true;
    },
  });
  clock.onChange(() => tell(body()));
}

/** `4:05`, `1:02:03`. */
export function inClock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
