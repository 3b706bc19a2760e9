// Code that is walked through: the lines of the present step are lit.

/** A step as the page holds it: line numbers; null for all lines. */
export type Step = readonly number[] | null;

const STEPPED = ".stepped"; // code beside a figure whose moments are at its lines

/** Light the lines of every walked block in `root` as its fragments stand. */
export function lightCode(root: ParentNode): void {
  for (const block of root.querySelectorAll<HTMLElement>(`pre.code[data-steps]:not(${STEPPED} *)`)) {
    const steps = JSON.parse(block.dataset["steps"] ?? "[]") as Step[];
    light(block, steps[Math.min(presentStep(block), steps.length - 1)] ?? null);
  }
}

/** Light the line that a moment of a figure (from 0) is at, in the code beside it, and show what was printed. */
export function followMoment(figure: Element, moment: number): void {
  const both = figure.closest<HTMLElement>(STEPPED);
  const block = both?.querySelector<HTMLElement>("pre[data-steps]");
  if (!both || !block) return;
  const line = atMoment(both.dataset["lines"], moment);
  light(block, line === undefined ? null : [line]);
  const printed = atMoment(both.dataset["printed"], moment) ?? 0;
  both.querySelectorAll(".answer .line").forEach((row, index) => row.classList.toggle("later", index >= printed));
}

/** The number for a moment in a list of them; the last one where there are fewer. */
function atMoment(list: string | undefined, moment: number): number | undefined {
  const numbers = JSON.parse(list ?? "[]") as number[];
  return numbers[Math.min(moment, numbers.length - 1)];
}

/** How many of the fragments that follow the block have been shown. */
function presentStep(block: HTMLElement): number {
  let shown = 0;
  for (let next = block.nextElementSibling; next?.classList.contains("code-step"); next = next.nextElementSibling) {
    if (next.classList.contains("visible")) shown += 1;
  }
  return shown;
}

function light(block: HTMLElement, step: Step): void {
  block.classList.toggle("stepping", step !== null);
  for (const line of block.querySelectorAll<HTMLElement>(".line")) {
    line.classList.toggle("lit", step !== null && step.includes(Number(line.dataset["n"])));
  }
  showLit(block);
}

/** Scroll within the block, and only there, until its lit lines are in view. */
function showLit(block: HTMLElement): void {
  const lit = block.querySelectorAll<HTMLElement>(".line.lit");
  const first = lit[0];
  const last = lit[lit.length - 1];
  if (!first || !last || block.scrollHeight <= block.clientHeight) return;
  const middle = (first.offsetTop + last.offsetTop + last.offsetHeight) / 2;
  block.scrollTop = Math.min(first.offsetTop, middle - block.clientHeight / 2);
}
