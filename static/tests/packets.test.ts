import assert from "node:assert/strict";
import { test } from "node:test";
import { Decoder, Encoder, type Packet, PacketType } from "../src/lib/text_packets";

function decode(text: string): Packet | undefined {
  let heard: Packet | undefined;
  const decoder = new Decoder();
  decoder.on("decoded", (packet) => {
    heard = packet;
  });
  decoder.add(text);
  return heard;
}

test("packets are written as the Socket.IO protocol says", () => {
  const encoder = new Encoder();
  const { CONNECT, DISCONNECT, EVENT } = PacketType;
  assert.deepEqual(encoder.encode({ type: CONNECT, nsp: "/" }), ["0"]);
  assert.deepEqual(encoder.encode({ type: DISCONNECT, nsp: "/" }), ["1"]);
  const join = { type: EVENT, nsp: "/", id: 0, data: ["join", { v: 1 }] };
  assert.deepEqual(encoder.encode(join), ['20["join",{"v":1}]']);
});

test("packets are read back, with line breaks in a text", () => {
  assert.deepEqual(decode('0{"sid":"a"}'), { type: PacketType.CONNECT, nsp: "/", data: { sid: "a" } });
  assert.deepEqual(decode('312[{"ok":true}]'), { type: PacketType.ACK, nsp: "/", id: 12, data: [{ ok: true }] });
  assert.deepEqual(decode('2["brief",{"x":"\u2028\\n"}]')?.data, ["brief", { x: "\u2028\n" }]);
  assert.deepEqual(decode("1"), { type: PacketType.DISCONNECT, nsp: "/" });
});

test("what is no packet of text closes the connection", () => {
  for (const text of ["", "x", '51-["a"]', '2["a"', '2/other,["a"]']) assert.throws(() => decode(text), text);
});

test("a decoder without a listener drops what it reads", () => {
  const decoder = new Decoder();
  decoder.on("decoded", () => assert.fail("heard"));
  decoder.off();
  decoder.add("1");
});
