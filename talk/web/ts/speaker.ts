// The speaker view shows the deck in two frames; they and the stage keep one look.
//
// Under file:// every page is a stranger to every other, so the frames cannot be reached
// directly: they call first, the stage answers and remembers them.

import type { Look } from "./look";
import type { Mode } from "./query";

type Message =
  | { namespace: "talk"; type: "hello" }
  | { namespace: "talk"; type: "look"; px: number; mode: Mode };

/** Whether this page is one of the speaker view's frames. */
export function isReceiver(search: string): boolean {
  return new URLSearchParams(search).has("receiver");
}

/** Keep the look of the stage and of the speaker view's frames the same, whichever changes. */
export function shareLook(look: Look, search: string): void {
  const stage = isReceiver(search) ? stageWindow() : null;
  const peers = new Set<Window>(stage ? [stage] : []);
  let telling = true;
  const tell = (peer: Window) => post(peer, { namespace: "talk", type: "look", px: look.px, mode: look.mode });
  look.onChange(() => {
    if (telling) peers.forEach(tell);
  });
  window.addEventListener("message", (event) => {
    const message = parsed(event.data);
    const peer = event.source as Window | null;
    if (!message || !peer || (stage && peer !== stage)) return;
    if (message.type === "hello") {
      peers.add(peer);
      tell(peer);
    } else if (peers.has(peer)) {
      telling = stage === null; // the stage passes it on to both frames, a frame keeps it
      look.change(message.px, message.mode);
      telling = true;
    }
  });
  if (stage) post(stage, { namespace: "talk", type: "hello" });
}

function stageWindow(): Window | null {
  const speaker = window.parent;
  return speaker === window ? null : (speaker.opener as Window | null);
}

function post(peer: Window, message: Message): void {
  peer.postMessage(JSON.stringify(message), "*");
}

function parsed(data: unknown): Message | null {
  if (typeof data !== "string" || !data.startsWith("{")) return null;
  let value: Partial<Record<string, unknown>>;
  try {
    value = JSON.parse(data) as Partial<Record<string, unknown>>;
  } catch {
    return null;
  }
  if (value["namespace"] !== "talk") return null;
  if (value["type"] === "hello") return { namespace: "talk", type: "hello" };
  const { px, mode } = value;
  const known = mode === "light" || mode === "dark" || mode === "auto";
  const sized = typeof px === "number" && px >= 1 && px <= 200;
  return value["type"] === "look" && known && sized ? { namespace: "talk", type: "look", px, mode } : null;
}
