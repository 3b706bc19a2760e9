// Between the stage and the speaker's window that it has opened.
//
// Under file:// every page is a stranger to every other, so neither can be reached directly: the speaker's
// window calls, the stage answers and remembers it. A window that comes late, or back, gets all that holds.

import type { Body, Link, Topic } from "./link";

const CALL_EVERY_MS = 1000; // the stage may have been loaded anew and know nobody
const NAMESPACE = "talk";

export class WindowLink implements Link {
  private readonly peers = new Set<Window>();
  private readonly topics = new Map<string, Topic>();
  private readonly stage: Window | null;
  private taking = false;

  constructor(readonly isStage: boolean) {
    this.stage = isStage ? null : (window.opener as Window | null);
    if (this.stage) this.peers.add(this.stage);
  }

  share(topic: Topic): (body: Body) => void {
    this.topics.set(topic.type, topic);
    return (body) => {
      if (!this.taking) this.tell(topic.type, body, null);
    };
  }

  /** Listen, and call the stage. */
  open(): void {
    addEventListener("message", (event) => {
      const peer = event.source as Window | null;
      if (peer && isOurs(event.origin)) this.hear(peer, parsed(event.data));
    });
    if (!this.stage) return;
    this.call(true);
    setInterval(() => this.call(false), CALL_EVERY_MS);
  }

  private call(first: boolean): void {
    if (this.stage) post(this.stage, "hello", { first });
  }

  private hear(peer: Window, body: Body | null): void {
    if (!body) return;
    if (body["type"] === "hello" && this.isStage) this.greet(peer, body["first"] === true);
    else if (this.peers.has(peer)) this.take(peer, body);
  }

  private greet(peer: Window, first: boolean): void {
    if (this.peers.has(peer) && !first) return;
    this.peers.add(peer);
    for (const topic of this.topics.values()) topic.all().forEach((body) => post(peer, topic.type, body));
  }

  private take(peer: Window, body: Body): void {
    const topic = this.topics.get(String(body["type"]));
    this.taking = true;
    const taken = topic?.take(body) ?? false;
    this.taking = false;
    if (topic && taken && this.isStage) this.tell(topic.type, body, peer);
  }

  private tell(type: string, body: Body, except: Window | null): void {
    for (const peer of this.peers) {
      if (peer.closed) this.peers.delete(peer);
      else if (peer !== except) post(peer, type, body);
    }
  }
}

/** Whether a message comes from this deck, as far as can be known: from the disk, everybody is `null`. */
function isOurs(origin: string): boolean {
  return location.protocol === "file:" || origin === location.origin;
}

function post(peer: Window, type: string, body: Body): void {
  peer.postMessage(JSON.stringify({ ...body, namespace: NAMESPACE, type }), "*");
}

function parsed(data: unknown): Body | null {
  if (typeof data !== "string" || !data.startsWith("{")) return null;
  try {
    const value = JSON.parse(data) as Body;
    return value["namespace"] === NAMESPACE ? value : null;
  } catch {
    return null;
  }
}
