import * as m from "messages";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Panel as PanelState } from "../../../core/host_model";
import { presenceWords, silence, withoutOne } from "../../../core/host_words";
import { ordinal, seconds } from "../../../core/words";
import { FaceDisc } from "../../parts/face";
import { Icon, type IconName } from "../../parts/icons";
import { Key, Panel } from "../../parts/panel";
import type { PanelProps } from "../props";

/** Between a face and its menu, and between the menu and the edge of the window, in px. */
const GAP_PX = 24;
const EDGE_PX = 12;
const KINDS = { person: m.host_is_person, robot: m.host_is_robot, program: m.host_is_program } as const;

type SeatProps = PanelProps & { panel: Extract<PanelState, { name: "seat" }> };

/** Beside the face it belongs to, with a ring round that. */
export function SeatPanel({ model, picture, actions, panel }: SeatProps) {
  const box = useRef<HTMLDivElement>(null);
  const ring = useRef<HTMLDivElement>(null);
  const { at, worker } = panel;
  useEffect(() => {
    const place = () => {
      if (box.current && at) putBeside(box.current, at);
    };
    place();
    addEventListener("resize", place);
    return () => removeEventListener("resize", place);
  }, [at]);
  useLayoutEffect(() => {
    if (ring.current) putAround(ring.current, worker);
  });
  const seated = model.workers.find((other) => other.worker === worker);
  if (seated === undefined) return null;
  const aboard = picture.aboard.find((seated) => seated.worker === worker);
  const face = aboard ?? picture.missing.find((seated) => seated.worker === worker);
  const is_here = seated.connected && seated.kind === "person";
  const after = withoutOne(picture, worker);
  const seats = picture.state === "lobby" ? `${after.n}` : m.host_k_of_n(after);
  return (
    <>
      {at && <div ref={ring} class="seat-ring" />}
      <div ref={box} class={at ? "seat-place" : "seat-place seat-middle"}>
        <Panel label={seated.name} look="seat-panel">
          <div class="person">
            <FaceDisc name={seated.name} avatar={seated.avatar} kind={seated.kind} />
            <div>
              <h2>
                <bdi translate={false}>{seated.name}</bdi>
              </h2>
              <p>
                {aboard && picture.state !== "broken" && picture.state !== "released" ? (
                  <span class="presence presence-waiting">
                    <Icon name="wait" /> {m.roster_waits}{" "}
                    <span class="num" translate={false}>
                      {seconds(picture.end_ms - aboard.at_ms)}
                    </span>
                  </span>
                ) : (
                  face && (
                    <span class={`presence presence-${face.presence}`}>
                      {presenceWords(face, silence(seated, model.now_ms))}
                    </span>
                  )
                )}{" "}
                {aboard && <span class="dim">{m.host_came({ place: ordinal(aboard.index + 1) })}</span>}
              </p>
            </div>
          </div>
          <Item
            icon="bell"
            label={m.host_nudge}
            says={is_here ? m.host_buzzes : m.host_that_not_connected}
            off={!is_here}
            act={() => actions.nudge(worker)}
          />
          <Item
            icon="tag"
            label={m.host_new_name}
            says={m.host_new_name_says}
            off={seated.kind !== "person"}
            act={() => actions.new_name(worker)}
          />
          <Item
            icon="out"
            label={model.confirming === `drop ${worker}` ? m.host_really_let_go : m.host_let_go}
            says={m.host_seat_goes({ seats })}
            bad
            act={() => actions.let_go(worker, true)}
          />
          <Item
            icon="lock"
            label={model.confirming === `keep out ${worker}` ? m.host_really_keep_out : m.host_keep_out}
            says={m.host_keep_out_says}
            bad
            off={seated.kind !== "person"}
            act={() => actions.keep_out(worker)}
          />
          <div class="row seat-foot">
            <span class="dim">
              {m.host_kind_since({ kind: KINDS[seated.kind], time: timeOfDay(seated.joined_at_ms) })}
            </span>
            <span class="spring" />
            <button type="button" class="button button-small" data-first onClick={() => actions.show(null)}>
              {m.close} <Key name="Esc" />
            </button>
          </div>
        </Panel>
      </div>
    </>
  );
}

interface ItemProps {
  icon: IconName;
  label: string;
  says: string;
  bad?: boolean;
  off?: boolean;
  act(): void;
}

function Item({ icon, label, says, bad = false, off = false, act }: ItemProps) {
  return (
    <button
      type="button"
      class={bad ? "menu-item menu-bad" : "menu-item"}
      aria-disabled={off}
      onClick={() => {
        if (!off) act();
      }}
    >
      <Icon name={icon} />
      <b>{label}</b>
      <span class="says">{says}</span>
    </button>
  );
}

function timeOfDay(ms: number): string {
  return new Date(ms).toLocaleTimeString(m.LANGUAGE, { hour: "2-digit", minute: "2-digit" });
}

interface At {
  x: number;
  y: number;
  r: number;
}

/** To the right of the face where there is room, else to its left; between the header and the bar, if it fits there. */
function putBeside(box: HTMLElement, { x, y, r }: At): void {
  const { width, height } = box.getBoundingClientRect();
  const right = x + r + GAP_PX;
  const left = right + width + EDGE_PX <= innerWidth ? right : x - r - GAP_PX - width;
  const header_bottom = document.querySelector(".host-header")?.getBoundingClientRect().bottom ?? 0;
  const bar_top = document.querySelector(".host-bar")?.getBoundingClientRect().top ?? innerHeight;
  const fits = bar_top - header_bottom >= height + 2 * EDGE_PX;
  const [from, to] = fits ? [header_bottom, bar_top] : [0, innerHeight];
  const top = Math.min(Math.max(from + EDGE_PX, y - height / 2), to - height - EDGE_PX);
  const scale = scaleOf(box);
  box.style.left = `${Math.max(EDGE_PX, Math.min(left, innerWidth - width - EDGE_PX)) / scale}px`;
  box.style.top = `${Math.max(EDGE_PX, top) / scale}px`;
}

/** Of a page that is drawn smaller: how many pixels of the window one of its own takes. */
function scaleOf(element: HTMLElement): number {
  return element.offsetWidth === 0 ? 1 : element.getBoundingClientRect().width / element.offsetWidth;
}

/** Around the face as it stands now: it may have got on, or have made room for others. */
function putAround(ring: HTMLElement, worker: number): void {
  const face = document.querySelector(`main [data-worker="${worker}"]`);
  ring.hidden = face === null;
  if (face === null) return;
  const { left, top, width, height } = face.getBoundingClientRect();
  const size = Math.max(width, height) + 12;
  const scale = scaleOf(ring);
  ring.style.left = `${(left + (width - size) / 2) / scale}px`;
  ring.style.top = `${(top + (height - size) / 2) / scale}px`;
  ring.style.width = ring.style.height = `${size / scale}px`;
}
