/**
 * Socket.IO's packets where nothing is binary: a digit for the type, the number of the acknowledgement, and JSON. The
 * build puts this in the place of socket.io-parser, whose binary half every phone would load and none would use.
 *
 * Source: the Socket.IO protocol, version 5, "Packet encoding". The namespace is always the main one.
 */

export const protocol = 5;

export const PacketType = { CONNECT: 0, DISCONNECT: 1, EVENT: 2, ACK: 3, CONNECT_ERROR: 4 };

export interface Packet {
  type: number;
  nsp: string;
  data?: unknown;
  id?: number;
}

export class Encoder {
  encode({ type, id, data }: Packet): string[] {
    return [`${type}${id ?? ""}${data === undefined ? "" : JSON.stringify(data)}`];
  }
}

/** Hands each packet to the listener of "decoded". Throws when a text is none, which closes the connection. */
export class Decoder {
  private listener: ((packet: Packet) => void) | undefined;

  on(_event: "decoded", listener: (packet: Packet) => void): void {
    this.listener = listener;
  }

  off(): void {
    this.listener = undefined;
  }

  destroy(): void {}

  add(text: string): void {
    const [, type, id, data] = /^([0-4])(\d*)(.*)$/s.exec(text) ?? [];
    if (type === undefined) throw new Error("no packet of text");
    const packet: Packet = { type: Number(type), nsp: "/" };
    if (id) packet.id = Number(id);
    if (data) packet.data = JSON.parse(data);
    this.listener?.(packet);
  }
}
