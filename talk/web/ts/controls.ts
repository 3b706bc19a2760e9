// The form under a live figure: one native control for each parameter, and buttons.

import { type Place, firstPlace } from "./grid";
import type { Param } from "./payload";
import { type Asks, type Control, bindSlider } from "./slider";

/** What the form asks of its figure. */
export interface FormAsks {
  go(param: number, stop: number): void;
  /** Go to a value between two stops. */
  between(param: number, value: number): void;
  refuse(why: string): void;
  play(): void;
  pin(): void;
  reset(): void;
}

/** What the buttons show. */
export interface Pressed {
  playing: boolean;
  pinned: boolean;
}

export class Controls {
  readonly play: HTMLButtonElement | null;
  private readonly pin: HTMLButtonElement | null;
  private readonly reset: HTMLButtonElement | null;
  private readonly controls: readonly (Control | null)[];

  constructor(
    private readonly form: HTMLFormElement,
    private readonly params: readonly Param[],
    asks: FormAsks,
  ) {
    this.play = form.querySelector("button.play");
    this.pin = form.querySelector("button.pin");
    this.reset = form.querySelector("button.reset");
    this.controls = params.map((param, index) => {
      const go = (stop: number) => asks.go(index, stop);
      const between = (value: number) => asks.between(index, value);
      return bindControl(controlOf(form, param), param, { go, between, refuse: asks.refuse });
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    this.play?.addEventListener("click", asks.play);
    this.pin?.addEventListener("click", asks.pin);
    this.reset?.addEventListener("click", asks.reset);
  }

  /** Let sliders go between their stops, or not. */
  setFine(fine: boolean): void {
    for (const control of this.controls) control?.setFine?.(fine);
  }

  /** Show values between the stops. */
  showExact(values: Readonly<Record<string, unknown>>): void {
    this.params.forEach((param, index) => {
      const value = values[param.name];
      if (typeof value === "number") this.controls[index]?.showExact?.(value);
    });
  }

  show(place: Place, { playing, pinned }: Pressed): void {
    this.controls.forEach((control, index) => control?.show(place[index] ?? 0));
    press(this.play, playing);
    press(this.pin, pinned);
    if (this.play) this.play.textContent = playing ? "Stop" : "Play";
    const first = firstPlace(this.params);
    this.close(!pinned && first.every((stop, index) => stop === place[index]));
  }

  /** A button that can do nothing more gives the focus to the control before it. */
  private close(closed: boolean): void {
    if (!this.reset || this.reset.disabled === closed) return;
    const focused = this.reset === document.activeElement;
    this.reset.disabled = closed;
    if (focused && closed) this.form.querySelector<HTMLElement>("input")?.focus({ preventScroll: true });
  }
}

/** The parameter that the slider for moments stands for: moment 1 to the last, under the name `step`. */
export function stepParam(form: HTMLFormElement, moments: number): Param | null {
  const control = form.querySelector<HTMLElement>(".control[data-step]");
  if (!control || moments < 1) return null;
  for (const input of control.querySelectorAll("input")) input.max = String(moments);
  const stops = Array.from({ length: moments }, (_, index) => index + 1);
  const unit = `of ${moments}`;
  const labels = stops.map((stop) => `${stop} ${unit}`);
  return { name: "step", title: "step", kind: "slider", stops, labels, at: 0, unit };
}

function controlOf(form: HTMLFormElement, param: Param): HTMLElement | null {
  const named = form.querySelector<HTMLElement>(`.control[data-param="${CSS.escape(param.name)}"]`);
  return named ?? (param.name === "step" ? form.querySelector<HTMLElement>(".control[data-step]") : null);
}

function bindControl(element: HTMLElement | null, param: Param, asks: Asks): Control | null {
  if (!element) return null;
  if (param.kind === "slider") return bindSlider(element, param, asks);
  return param.kind === "choice" ? bindChoice(element, asks) : bindSwitch(element, asks);
}

function bindChoice(element: HTMLElement, asks: Asks): Control {
  const radios = [...element.querySelectorAll<HTMLInputElement>('input[type="radio"]')];
  element.addEventListener("change", () => {
    const stop = radios.findIndex((radio) => radio.checked);
    if (stop >= 0) asks.go(stop);
  });
  return {
    show: (stop) => {
      const radio = radios[stop];
      if (radio) radio.checked = true;
    },
  };
}

function bindSwitch(element: HTMLElement, asks: Asks): Control {
  const box = element.querySelector<HTMLInputElement>('input[type="checkbox"]');
  element.addEventListener("change", () => asks.go(box?.checked ? 1 : 0));
  return {
    show: (stop) => {
      if (box) box.checked = stop === 1;
    },
  };
}

function press(button: HTMLButtonElement | null, pressed: boolean): void {
  button?.setAttribute("aria-pressed", String(pressed));
}
