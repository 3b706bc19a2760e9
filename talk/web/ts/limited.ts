// An act that must not happen too often: at once while it may, else as soon as it may, always for the last asking.

export class Limited {
  private left: number;
  private filledMs = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** At most `burst` times in a row, and then once every `everyMs`. */
  constructor(
    private readonly burst: number,
    private readonly everyMs: number,
    private readonly act: () => void,
  ) {
    this.left = burst;
  }

  /** Act now if that is not too soon, else later. */
  ask(): void {
    if (this.timer !== undefined) return;
    this.refill(performance.now());
    if (this.left >= 1) this.now();
    else this.timer = setTimeout(() => this.now(), Math.ceil((1 - this.left) * this.everyMs));
  }

  /** Act at once if it was asked for and has not happened. */
  flush(): void {
    if (this.timer !== undefined) this.now();
  }

  private now(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.refill(performance.now());
    this.left = Math.max(0, this.left - 1);
    this.act();
  }

  private refill(nowMs: number): void {
    this.left = Math.min(this.burst, this.left + (nowMs - this.filledMs) / this.everyMs);
    this.filledMs = nowMs;
  }
}
