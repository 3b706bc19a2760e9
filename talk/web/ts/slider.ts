// A slider with a number field beside it: both rest at the stops of one parameter, or go between them.

import { askedStop, nearestStop, positionOf, valueAt } from "./grid";
import type { Param, Value } from "./payload";

/** What a control asks of its figure. */
export interface Asks {
  /** Go to that stop of the parameter. */
  go(stop: number): void;
  /** Go to a value between two stops. */
  between(value: number): void;
  /** Say why nothing came of what was typed. */
  refuse(why: string): void;
}

export interface Control {
  /** Show that the parameter stands at this stop. */
  show(stop: number): void;
  /** Let it go between its stops, or not. */
  setFine?(fine: boolean): void;
  /** Show a value between two stops. */
  showExact?(value: number): void;
}

const ACROSS = { ArrowRight: 1, ArrowLeft: -1 };
const FINER = 10; // steps of a fine slider between two stops

/** The slider in `element`, bound to what it asks. */
export function bindSlider(element: HTMLElement, param: Param, asks: Asks): Control {
  return new Slider(element, param, asks);
}

class Slider implements Control {
  private readonly range: HTMLInputElement | null;
  private readonly field: HTMLInputElement | null;
  private stop: number;
  private coarse: number | null = null;
  private fine = false;

  constructor(
    element: HTMLElement,
    private readonly param: Param,
    private readonly asks: Asks,
  ) {
    this.stop = param.at;
    this.range = element.querySelector('input[type="range"]');
    this.field = element.querySelector('input[type="number"]');
    for (const event of ["input", "change"]) this.range?.addEventListener(event, () => this.drag());
    this.range?.addEventListener("keydown", (event) => this.fine && this.stepField(event));
    this.field?.addEventListener("change", () => this.commit());
    this.field?.addEventListener("cancel", () => this.goTo(this.stop));
    this.field?.addEventListener("keydown", (event) => this.stepField(event));
  }

  show(stop: number): void {
    this.stop = stop;
    if (this.range) {
      this.range.value = this.byStop() ? String(stop) : plain(this.param.stops[stop]);
      this.range.setAttribute("aria-valuetext", this.param.labels[stop] ?? "");
    }
    if (this.field && !this.isBeingTyped(this.field)) this.showField(this.field);
  }

  /** Let it go between its stops; whole numbers stay whole, and with nothing between them it stays as it is. */
  setFine(fine: boolean): void {
    const { range } = this;
    if (!range || this.param.stops.length < 2 || !this.param.stops.every((stop) => typeof stop === "number")) return;
    this.coarse ??= Number(range.step);
    const finer = this.isWhole() && !this.byStop() ? Math.max(1, Math.floor(this.coarse / FINER)) : this.coarse / FINER;
    this.fine = fine && finer < this.coarse;
    range.step = String(this.fine ? finer : this.coarse);
    if (!this.fine) this.show(this.stop);
  }

  showExact(value: number): void {
    if (!this.range || nearestStop(this.param.stops, value) !== this.stop) return;
    this.range.value = this.byStop() ? String(positionOf(this.param.stops, value)) : plain(value);
    this.range.setAttribute("aria-valuetext", `${plain(value)} ${this.param.unit}`.trim());
    if (this.field && !this.isBeingTyped(this.field)) this.field.value = this.field.defaultValue = plain(value);
  }

  private drag(): void {
    const at = Number(this.range?.value);
    this.goToValue(this.byStop() ? valueAt(this.param.stops, at, this.isWhole() ? 1 : 0) : at);
  }

  private goToValue(value: number): void {
    const stop = nearestStop(this.param.stops, value);
    if (this.fine && this.param.stops[stop] !== value) this.asks.between(value);
    else this.asks.go(stop);
  }

  private commit(): void {
    if (!this.field) return;
    const asked = askedStop(this.param, this.field.validity.badInput ? "" : this.field.value);
    if ("refused" in asked) {
      this.field.setAttribute("aria-invalid", "true");
      this.asks.refuse(asked.refused);
      return;
    }
    const value = Number(this.field.value);
    if (!this.fine || (this.isWhole() && !Number.isInteger(value))) return this.goTo(asked.stop);
    this.field.defaultValue = this.field.value; // it is not being typed any more
    this.field.removeAttribute("aria-invalid");
    this.goToValue(value);
  }

  /** Up and down go from stop to stop. */
  private stepField(event: KeyboardEvent): void {
    const by = { ArrowUp: 1, ArrowDown: -1, ...(event.target === this.range ? ACROSS : {}) }[event.key];
    if (!by) return;
    event.preventDefault();
    this.goTo(Math.min(this.param.stops.length - 1, Math.max(0, this.stop + by)));
  }

  /** Show that stop in the field, whatever was typed, and ask for it. */
  private goTo(stop: number): void {
    this.stop = stop;
    if (this.field) this.showField(this.field);
    this.asks.go(stop);
  }

  private showField(field: HTMLInputElement): void {
    field.value = field.defaultValue = plain(this.param.stops[this.stop]);
    field.removeAttribute("aria-invalid");
  }

  private isBeingTyped(field: HTMLInputElement): boolean {
    return field === document.activeElement && (field.value !== field.defaultValue || field.validity.badInput);
  }

  private isWhole(): boolean {
    return this.param.stops.every(Number.isInteger);
  }

  private byStop(): boolean {
    return this.range?.dataset["by"] === "stop";
  }
}

/** A number as a field takes it. */
function plain(value: Value | undefined): string {
  return typeof value === "number" ? String(Number(value.toPrecision(12))) : String(value ?? "");
}
