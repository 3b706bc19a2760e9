// Play: one parameter goes through its stops once, at a pace that a room can follow.

const WHOLE_MS = 6000;
const [SHORTEST_MS, LONGEST_MS] = [80, 900];
const STILL_MS = 1500; // where motion is unwelcome, each stop is shown by itself

export class Sweep {
  private timer: ReturnType<typeof setInterval> | undefined;

  /** `go` is asked for each stop; `done` is told when it has ended, by itself or not. */
  constructor(
    private readonly go: (stop: number) => void,
    private readonly done: () => void,
  ) {}

  get playing(): boolean {
    return this.timer !== undefined;
  }

  /** Go from the present stop to the last of `count`; from the first if it stands at the last. */
  start(present: number, count: number): void {
    this.stop();
    let stop = present >= count - 1 ? -1 : present;
    const step = () => {
      stop += 1;
      this.go(stop);
      if (stop >= count - 1) this.stop();
    };
    this.timer = setInterval(step, pace(count));
    step();
  }

  stop(): void {
    if (!this.playing) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.done();
  }
}

function pace(count: number): number {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return STILL_MS;
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, WHOLE_MS / count));
}
