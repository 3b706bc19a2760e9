// What reveal.js says to all slides at every step reaches only those for which it changes something.
//
// It takes `past` and `future` from every slide, and gives one of them back in the same breath. Done to the letter,
// the browser looks at the style of every slide anew. So what is taken waits: for what is given, for the next
// question, or for the end of the task.

const TURNS = new Set(["past", "future"]);
const { add, contains, remove, toggle } = typeof DOMTokenList === "undefined" ? ({} as DOMTokenList) : DOMTokenList.prototype;
const unsettled: Classes[] = [];

/** Let an element hear only what is new to it. */
export function hush(element: HTMLElement): void {
  new Classes(element.classList).listen();
  const set = (name: string, value: string) => {
    if (element.getAttribute(name) !== String(value)) Element.prototype.setAttribute.call(element, name, value);
  };
  Object.defineProperty(element, "setAttribute", { value: set, configurable: true });
}

class Classes {
  private leaving = "";

  constructor(private readonly list: DOMTokenList) {}

  listen(): void {
    const value = {
      add: (...names: string[]) => this.add(names),
      remove: (...names: string[]) => this.remove(names),
      contains: (name: string) => contains.call(this.settled(), name),
      toggle: (name: string, force?: boolean) => toggle.call(this.settled(), name, force),
    };
    for (const [name, each] of Object.entries(value)) Object.defineProperty(this.list, name, { value: each, configurable: true });
  }

  /** The list as it is once nothing waits. */
  settled(): DOMTokenList {
    if (this.leaving) remove.call(this.list, this.leaving);
    this.leaving = "";
    return this.list;
  }

  private add(names: readonly string[]): void {
    if (names.includes(this.leaving)) this.leaving = "";
    const list = this.settled();
    for (const name of names) if (!contains.call(list, name)) add.call(list, name);
  }

  private remove(names: readonly string[]): void {
    for (const name of names) {
      if (name === this.leaving || !contains.call(this.list, name)) continue;
      if (!this.leaving && TURNS.has(name)) this.wait(name);
      else remove.call(this.list, name);
    }
  }

  private wait(name: string): void {
    this.leaving = name;
    if (unsettled.push(this) === 1) queueMicrotask(() => unsettled.splice(0).forEach((each) => each.settled()));
  }
}
