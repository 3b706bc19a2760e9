// What a served page says beside its slides: that the deck is broken, that the server is gone, that one looks around.

/** A strip at the page's edge that says something; empty it is not there. */
export class Notice {
  private readonly element = document.createElement("div");

  constructor(kind: string, role: "alert" | "status" = "status") {
    this.element.className = `notice ${kind}`;
    this.element.setAttribute("role", role);
    this.element.hidden = true;
    document.body.append(this.element);
  }

  /** Say lines of text, and offer a button. */
  show(lines: readonly string[], button = "", act: () => void = () => undefined): void {
    const parts: HTMLElement[] = lines.map((line) => Object.assign(document.createElement("p"), { textContent: line }));
    if (button && lines.length) {
      const pressed = Object.assign(document.createElement("button"), { type: "button", textContent: button });
      pressed.addEventListener("click", act);
      parts.push(pressed);
    }
    this.element.replaceChildren(...parts);
    this.element.hidden = lines.length === 0;
  }

  hide(): void {
    this.show([]);
  }
}
