// The same room, as an ordinary Socket.IO program on Node has it: everything in memory, emits to a Socket.IO room.
// It does what flask_room.py does, message for message. PORT and MESSAGE_COST_US are in the environment.
import { createServer } from "node:http";
import { Server } from "socket.io";

const MIN_PAUSE_MS = { full: 40, brief: 400 };
const SMALL_ROOM = 8;
const SMALL_BRIEF_PAUSE_MS = 100;
const SHARE = 0.25; // of the processor that broadcasting may take
const MESSAGE_COST_MS = Number(process.env.MESSAGE_COST_US ?? 23) / 1000;
const LEAD_MS = 400;

const http = createServer((_request, response) => response.end("ok"));
const io = new Server(http, { pingInterval: 10_000, pingTimeout: 8_000 });
const rooms = new Map();

class Room {
  seq = 0;
  generation = 0;
  workers = new Map();
  waiting = [];
  isWaiting = new Set();
  last = null;
  pending = [];
  notBeforeMs = { full: 0, brief: 0 };
  isTimed = { full: false, brief: false };
  nMembers = { full: 0, brief: 0 };
  briefIsDue = false;

  constructor(code) {
    this.code = code;
  }

  happened(type, fields) {
    this.seq += 1;
    this.pending.push({ type, at_ms: Date.now(), ...fields });
    this.briefIsDue = true;
  }

  snapshot() {
    return {
      v: 1,
      code: this.code,
      seq: this.seq,
      now_ms: Date.now(),
      stage: "running",
      barrier: {
        parties: this.workers.size,
        generation: this.generation,
        state: "filling",
        waiting: this.waiting.map((worker, index) => ({ worker, index, at_ms: 0 })),
      },
      workers: [...this.workers.values()],
      last_release: this.last,
    };
  }

  brief() {
    return {
      seq: this.seq,
      hosted: false,
      host_here: false,
      stage: "running",
      door: "open",
      phases: ["research", "write"],
      generation: this.generation,
      state: "filling",
      cause: null,
      n_waiting: this.waiting.length,
      parties: this.workers.size,
      parties_rule: "everyone",
      workers: this.workers.size,
      faces: this.waiting.slice(0, 8).map((worker) => this.workers.get(worker).avatar),
      lead_ms: LEAD_MS,
      last: this.last,
    };
  }

  // The first event after a pause at once, those after it together; a release never waits.
  tell(atOnce = false) {
    for (const view of ["full", "brief"]) {
      const leftMs = this.notBeforeMs[view] - performance.now();
      if (atOnce || leftMs <= 0) {
        this.flush(view);
      } else if (!this.isTimed[view]) {
        this.isTimed[view] = true;
        setTimeout(() => {
          this.isTimed[view] = false;
          this.flush(view);
        }, leftMs);
      }
    }
  }

  flush(view) {
    if (view === "full") {
      const events = this.pending;
      this.pending = [];
      if (events.length) io.to(`${this.code}/full`).emit("events", { seq: this.seq, events });
    } else if (this.briefIsDue) {
      this.briefIsDue = false;
      io.to(`${this.code}/brief`).emit("brief", this.brief());
    }
    const isSmall = view === "brief" && this.workers.size <= SMALL_ROOM;
    const leastMs = isSmall ? SMALL_BRIEF_PAUSE_MS : MIN_PAUSE_MS[view];
    this.notBeforeMs[view] = performance.now() + Math.max(leastMs, (this.nMembers[view] * MESSAGE_COST_MS) / SHARE);
  }

  whole(view) {
    if (view === "brief") return { brief: this.brief() };
    return { snapshot: this.snapshot() };
  }
}

io.on("connection", (socket) => {
  let room;
  let worker;
  let view;

  const enter = (newView) => {
    view = newView;
    socket.join(`${room.code}/${view}`);
    room.nMembers[view] += 1;
  };
  const leave = () => {
    socket.leave(`${room.code}/${view}`);
    room.nMembers[view] -= 1;
  };

  socket.on("join", (message, answer) => {
    if (!rooms.has(message.code)) rooms.set(message.code, new Room(message.code));
    room = rooms.get(message.code);
    worker = room.workers.size + 1;
    const name = `Patient Tapir ${worker}`;
    const seat = { worker, name, avatar: "tapir", kind: "person", connected: true, joined_at_ms: Date.now() };
    room.workers.set(worker, seat);
    room.happened("worker_joined", { worker, name, avatar: "tapir", kind: "person", parties: room.workers.size });
    room.tell();
    const whole = room.whole(message.view);
    enter(message.view);
    answer({ ok: true, you: { worker, token: "", role: "worker" }, now_ms: Date.now(), ...whole });
  });

  socket.on("command", (message, answer) => {
    const generation = room.generation;
    if (message.type !== "arrive") {
      return answer({ ok: false, error: "bad_request", message: "Only arrivals here." });
    }
    if (message.generation !== generation || room.isWaiting.has(worker)) {
      return answer({ ok: false, error: "stale_generation", message: "That was an earlier round." });
    }
    const index = room.waiting.length;
    room.waiting.push(worker);
    room.isWaiting.add(worker);
    room.happened("arrived", { worker, generation, index });
    if (room.waiting.length === room.workers.size) {
      const order = room.waiting;
      const atMs = Date.now();
      room.waiting = [];
      room.isWaiting.clear();
      room.generation += 1;
      room.last = { generation, outcome: "released", cause: "arrival", at_ms: atMs, release_at_ms: atMs + LEAD_MS };
      room.happened("tripped", { generation, order, release_at_ms: atMs + LEAD_MS, cause: "arrival" });
      room.tell(true);
    } else {
      room.tell();
    }
    answer({ ok: true, generation, index, seq: room.seq });
  });

  socket.on("sync", (message, answer) => {
    leave();
    const whole = room.whole(message.view);
    enter(message.view);
    answer({ ok: true, now_ms: Date.now(), ...whole });
  });

  socket.on("disconnect", () => {
    if (!room) return;
    leave();
    room.workers.get(worker).connected = false;
    room.happened("presence", { worker, connected: false });
    room.tell();
  });
});

http.listen(Number(process.env.PORT), "127.0.0.1");
