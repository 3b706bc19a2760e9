// Between all windows of a served talk, by way of its server.

import type { Body, Link, Topic } from "./link";
import type { Hello, Patch, Present, Ran, Served } from "./messages";
import { type Message, Words, waitMs } from "./sync";

/** What a window does with what the server alone says. */
export interface Listener {
  hello?(hello: Hello): void;
  patch?(patch: Patch): void;
  broken?(lines: readonly string[]): void;
  move?(by: number): void;
  ran?(ran: Ran): void;
  /** A run that this window asked for is over; `came` says whether anything came of it. */
  over?(run: Body, came: boolean): void;
  present?(present: Present): void;
  /** Whether the server is there. */
  linked?(up: boolean): void;
}

export class SocketLink implements Link {
  readonly isStage = false;
  private readonly topics = new Map<string, Topic>();
  private readonly words = new Words();
  private socket: WebSocket | null = null;
  private greeted = false;
  private taking = false;
  private tries = 0;

  constructor(
    private readonly served: Served,
    private readonly listener: Listener,
  ) {}

  share(topic: Topic): (body: Body) => void {
    this.topics.set(topic.type, topic);
    return (body) => {
      if (!this.taking) this.say({ ...body, type: topic.type });
    };
  }

  /** Say something to the server, now or as soon as it is there. A follower has nothing to say. */
  say(message: Message): void {
    if (this.served.role === "audience") return;
    const { stamp: _, ...rest } = message as Message & { stamp?: number };
    if (this.socket && this.greeted) this.socket.send(JSON.stringify(this.words.send(rest as Message)));
    else if (message.type !== "move") this.words.keep(rest as Message);
  }

  open(): void {
    const address = new URL("ws", location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    address.search = `?token=${encodeURIComponent(this.served.token)}`;
    address.hash = "";
    const socket = new WebSocket(address);
    this.socket = socket;
    socket.addEventListener("message", (event) => this.hear(JSON.parse(String(event.data)) as Message));
    socket.addEventListener("close", () => this.lose());
  }

  private lose(): void {
    this.socket = null;
    if (this.greeted) this.listener.linked?.(false);
    this.greeted = false;
    this.words.lose();
    setTimeout(() => this.open(), waitMs(this.tries, Math.random()));
    this.tries += 1;
  }

  private hear(message: Message): void {
    const listener = this.listener;
    switch (message.type) {
      case "hello":
        return this.greet(message as unknown as Hello);
      case "taken":
        return this.end(message, true);
      case "unrun":
        return this.end(message, false);
      case "patch":
        return listener.patch?.(message as unknown as Patch);
      case "broken":
        return listener.broken?.(message["lines"] as string[]);
      case "move":
        return listener.move?.(message["by"] as number);
      case "ran":
        return listener.ran?.(message as unknown as Ran);
      case "present":
        return listener.present?.(message as unknown as Present);
      default:
        if (!this.words.isOld(message)) this.take(message);
    }
  }

  /** Take over what holds, but for what this window has said meanwhile; tell a new server all. */
  private greet(hello: Hello): void {
    this.tries = 0;
    this.greeted = true;
    this.listener.linked?.(true);
    this.listener.hello?.(hello);
    for (const message of hello.holds) if (!this.words.isOld(message)) this.learn(message);
    if (!hello.holds.some((message) => message.type === "at")) this.tellAll();
    for (const message of this.words.waiting()) this.say(message);
  }

  private end({ n }: Message, came: boolean): void {
    const word = this.words.ended(n as number);
    if (word?.type === "run") this.listener.over?.(word, came);
  }

  private learn(message: Message): void {
    if (message.type === "ran") this.listener.ran?.(message as unknown as Ran);
    else this.take(message);
  }

  private tellAll(): void {
    for (const topic of this.topics.values()) {
      for (const body of topic.all()) this.say({ ...body, type: topic.type });
    }
  }

  /** The server's order holds, so what it says is newer than all that came before. */
  private take(message: Message): void {
    this.taking = true;
    this.topics.get(message.type)?.take({ ...message, stamp: Date.now() + 1 });
    this.taking = false;
  }
}
