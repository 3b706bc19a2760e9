// How the deck looks on stage: the size of its text and light or dark. Kept in the address, shared with other windows.

import { type Mode, fontForQuery, fontFromQuery, modeFromQuery, stepped, withParameter } from "./query";

export class Look {
  private listeners: Array<() => void> = [];

  private constructor(
    private readonly deckPx: number,
    private readonly deckMode: Mode,
    public px: number,
    public mode: Mode,
  ) {}

  /** The look that the deck and, before it, the address ask for. */
  static read(deckPx: number, deckMode: Mode, search: string): Look {
    return new Look(deckPx, deckMode, fontFromQuery(search) ?? deckPx, modeFromQuery(search) ?? deckMode);
  }

  /** Call `listener` after every change. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  step(by: number): void {
    this.change(stepped(this.px, by), this.mode);
  }

  toggleMode(): void {
    this.change(this.px, this.isDark() ? "light" : "dark");
  }

  /** Take over a look: put it on the page and into the address, tell the listeners. */
  change(px: number, mode: Mode): void {
    if (px === this.px && mode === this.mode) return;
    this.px = px;
    this.mode = mode;
    this.show();
    this.write();
    for (const listener of this.listeners) listener();
  }

  /** Put the look on the page. The style sheets read `--font` and `data-mode`. */
  show(): void {
    const root = document.documentElement;
    root.style.setProperty("--font", String(this.px));
    root.dataset["mode"] = this.mode;
  }

  private isDark(): boolean {
    return this.mode === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : this.mode === "dark";
  }

  private write(): void {
    const font = this.px === this.deckPx ? null : fontForQuery(this.px);
    const mode = this.mode === this.deckMode ? null : this.mode;
    const search = withParameter(withParameter(location.search, "font", font), "mode", mode);
    history.replaceState(history.state, "", `${location.pathname}${search}${location.hash}`);
  }
}
