/** How the tabs of one browser talk to each other: what one says, all others hear. */
import { save } from "./storage";

export class Tabs<Message> {
  private readonly channel: BroadcastChannel | null = null;
  private readonly listeners = new Set<(message: Message) => void>();

  constructor(private readonly name: string) {
    try {
      this.channel = new BroadcastChannel(name);
      this.channel.onmessage = ({ data }) => this.hear(data as Message);
    } catch {
      // There is none in Safari before 15.4, but all other tabs hear of a change of the storage.
      window.addEventListener("storage", ({ key, newValue }) => {
        if (key === name && newValue) this.hear(JSON.parse(newValue) as Message);
      });
    }
  }

  say(message: Message): void {
    if (this.channel) this.channel.postMessage(message);
    else for (const value of [JSON.stringify(message), null]) save("localStorage", this.name, value);
  }

  /** Returns what ends it. */
  listen(listener: (message: Message) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private hear(message: Message): void {
    for (const listener of this.listeners) listener(message);
  }
}
