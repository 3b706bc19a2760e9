// What the server and its windows say to each other: `talk/serve/messages.py` says the same.

import type { Param, Value } from "./payload";

export type Role = "presenter" | "remote" | "audience";

/** A message that sets or asks something; told apart by its type. */
export type Body = Readonly<Record<string, unknown>>;

/** The first word to a window: all that holds, and what is wrong with the deck now. */
export interface Hello {
  role: Role;
  edition: string;
  holds: readonly (Body & { type: string })[];
  rehearsed: Readonly<Record<string, number>>;
  broken: readonly string[];
}

/** A style sheet: its address, or its text. */
export interface Style {
  url: string;
  text: string;
}

/** A new edition of the deck, as what differs from the one before. */
export interface Patch {
  edition: string;
  before: string;
  order: readonly (readonly string[])[] | null;
  slides: Readonly<Record<string, string>>;
  lines: Readonly<Record<string, number>>;
  styles: readonly Style[] | null;
  config: Body | null;
  edited: string;
  reload: boolean;
}

/** How many windows of each role are there. */
export interface Present {
  presenters: number;
  remotes: number;
  followers: number;
}

/** What came of a live run. */
export interface Ran {
  figure: string;
  params: Readonly<Record<string, Value>>;
  state: Body;
}

/** What a served page's script is told of its server. */
export interface Served {
  role: Role;
  token: string;
  edition: string;
  phones?: boolean;
}

/** One slide of the plan; `minutes` is 0 where nothing says any. */
export interface Planned {
  id: string;
  label: string;
  title: string;
  section: string;
  minutes: number;
  optional: boolean;
}

export interface Plan {
  minutes: number;
  slides: readonly Planned[];
}

/** A figure's controls as the remote shows them. */
export interface Sliders {
  id: string;
  caption: string;
  params: readonly (Param & { title: string })[];
}
