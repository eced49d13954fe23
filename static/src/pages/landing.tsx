/** The landing page: start a room, join one, or try it alone. */
import * as m from "messages";
import { render } from "preact";
import { ROBOTS_FOR_ONE } from "../core/alone";
import { newRoomRefused, type Refused } from "../core/refusal_words";
import { at } from "../lib/base";
import { HOST, heldRooms, hostKeyOf } from "../lib/held";
import { page } from "../lib/language";
import { root } from "../lib/root";
import { save } from "../lib/storage";
import { currentTheme, showTheme, switchTheme } from "../lib/theme";
import { Landing } from "../views/landing";

const state = {
  busy: false,
  /** Why no room could be made. */
  failure: null as string | null,
  theme: currentTheme(),
  rooms: heldRooms(),
  shared_room: document.body.dataset.sharedRoom || null,
};

function change(changes: Partial<typeof state>): void {
  Object.assign(state, changes);
  paint();
}

function paint(): void {
  render(
    <Landing
      {...state}
      on_start={() => void start({}, projectorOf)}
      on_alone={() => void start({ hosted: false }, (room) => page(`/${room.code}#robots=${ROBOTS_FOR_ONE}`))}
      on_learn={() => void start({}, aloneIn)}
      on_theme={() => change({ theme: switchTheme() })}
    />,
    root(),
  );
}

interface NewRoom {
  code: string;
  host_key: string | null;
  host_url: string;
}

/** The server may name another address of this computer; a proxy may hide from it that the page has TLS. */
function projectorOf({ host_url }: NewRoom): string {
  const url = new URL(host_url);
  if (url.host === location.host) url.protocol = location.protocol;
  return url.href;
}

/** A page of this browser's own, which knows the key; where nothing can be kept, the address says it. */
function aloneIn({ code, host_key }: NewRoom): string {
  return at(`/${code}/host?alone${hostKeyOf(code) === host_key ? "" : `#${host_key}`}`);
}

/** Makes a room, and goes where `address` says. */
async function start(wanted: { hosted?: boolean }, address: (room: NewRoom) => string): Promise<void> {
  if (state.busy) return;
  change({ busy: true, failure: null });
  try {
    const { lang: language } = document.documentElement;
    const response = await fetch(at("/api/rooms"), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...wanted, language }),
    });
    const answer = (await response.json()) as NewRoom & Refused;
    if (response.ok) {
      // The projector may open at another address of this computer: this one knows its host, too.
      if (answer.host_key !== null) save("localStorage", HOST + answer.code, answer.host_key);
      location.assign(address(answer));
    } else change({ busy: false, failure: newRoomRefused(answer) });
  } catch {
    change({ busy: false, failure: m.no_answer });
  }
}

// Back from a room, with the browser's picture of this page: it is no longer busy.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) change({ busy: false, rooms: heldRooms() });
});

showTheme(state.theme);
paint();
