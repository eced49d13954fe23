import * as m from "messages";
import { shown } from "../core/code";
import { at } from "../lib/base";
import type { HeldRoom } from "../lib/held";
import { page } from "../lib/language";
import { Sentence } from "./parts/sentence";

/** More are seldom wanted, and older ones mostly gone. */
const MOST = 4;

/** The rooms whose host this browser is, or in which it has a seat: also tomorrow. */
export function YourRooms({ rooms }: { rooms: readonly HeldRoom[] }) {
  if (rooms.length === 0) return null;
  return (
    <section class="your-rooms" aria-label={m.your_rooms}>
      <h2>{m.your_rooms}</h2>
      <ul>
        {rooms.slice(0, MOST).map((room) => (
          <li key={room.code}>
            <b class="sign num" translate={false}>
              {shown(room.code)}
            </b>
            <span class="dim">
              {room.is_host ? m.title_host : <Sentence words={m.returning({ name: room.name ?? "" })} />}
              {room.at_ms > 0 && ` · ${when(room.at_ms, Date.now())}`}
            </span>
            <a class="button" href={room.is_host ? at(`/${room.code}/host`) : page(`/${room.code}`)}>
              {room.is_host ? m.open_projector : m.go_back_in}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** "10:15" today, "28 Nov" before. */
function when(at_ms: number, now_ms: number): string {
  const at_date = new Date(at_ms);
  const is_today = at_date.toDateString() === new Date(now_ms).toDateString();
  return is_today
    ? at_date.toLocaleTimeString(m.LANGUAGE, { hour: "2-digit", minute: "2-digit" })
    : at_date.toLocaleDateString(m.LANGUAGE, { day: "numeric", month: "short" });
}
