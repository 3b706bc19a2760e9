// Which of two words about the same thing holds: the bookkeeping of a window behind a server. No DOM here.

import type { Body } from "./messages";

export type Message = Body & { type: string };

/** What a message is about: a later one of the same key takes its place. */
export function keyOf(message: Body): string {
  const { type, id, figure, slide, number } = message;
  if (type === "figure") return `figure ${String(id)}`;
  if (type === "run") return `run ${String(figure)}`;
  if (type === "stroke" || type === "clear") return `${type} ${String(slide)} ${String(number ?? "")}`;
  return String(type);
}

/**
 * A window's own words until the server has taken them. The server's order holds for all windows: what others
 * said comes before a word of ours that is still under way, so it is passed over.
 */
export class Words {
  private number = 0;
  private readonly underWay = new Map<number, Message>();
  private readonly unsent = new Map<string, Message>();

  /** The message as it is sent, with its number. */
  send(message: Message): { n: number; say: Message } {
    this.number += 1;
    this.underWay.set(this.number, message);
    return { n: this.number, say: message };
  }

  /** Keep a word for the time when the server is there again. */
  keep(message: Message): void {
    this.unsent.delete(keyOf(message));
    this.unsent.set(keyOf(message), message);
  }

  /** The server has taken the word of that number, or will not: the word, if it was under way. */
  ended(number: number): Message | undefined {
    const message = this.underWay.get(number);
    this.underWay.delete(number);
    return message;
  }

  /** Whether another's word is older than one of ours. */
  isOld(message: Body): boolean {
    const key = keyOf(message);
    return this.unsent.has(key) || [...this.underWay.values()].some((own) => keyOf(own) === key);
  }

  /** The server is gone: what it has not taken is to be sent again. */
  lose(): void {
    const lost = [...this.underWay.values()];
    this.underWay.clear();
    for (const message of lost) {
      if (!this.unsent.has(keyOf(message))) this.unsent.set(keyOf(message), message);
    }
  }

  /** All that waits, taken out. */
  waiting(): Message[] {
    const all = [...this.unsent.values()];
    this.unsent.clear();
    return all;
  }
}

const FIRST_MS = 250;
const MOST_MS = 4000;

/** How long to wait before trying again to connect: longer each time, and not all windows at once. */
export function waitMs(tries: number, chance: number): number {
  return Math.min(MOST_MS, FIRST_MS * 1.7 ** tries) * (0.6 + 0.8 * chance);
}
