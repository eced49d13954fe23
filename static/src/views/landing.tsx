import * as m from "messages";
import { ROBOTS_FOR_ONE } from "../core/alone";
import type { Theme } from "../core/model";
import type { Aboard, Face, Picture } from "../core/picture";
import type { HeldRoom } from "../lib/held";
import { page } from "../lib/language";
import { CodeField } from "./parts/code_field";
import { Icon } from "./parts/icons";
import { Sentence } from "./parts/sentence";
import { BusScene } from "./scene/bus_scene";
import { YourRooms } from "./your_rooms";

interface LandingProps {
  busy: boolean;
  failure: string | null;
  theme: Theme;
  on_start(): void;
  on_alone(): void;
  on_learn(): void;
  on_theme(): void;
  shared_room: string | null;
  rooms: readonly HeldRoom[];
}

/** The strip of road below the picture says the code, so the picture is cut there. */
const SCENE_HEIGHT = 352;
const NOW_MS = 24_800;

export function Landing(props: LandingProps) {
  const { busy, failure, theme, shared_room } = props;
  return (
    <div class="landing">
      <div class="wrap">
        <nav>
          <a class="brand" href={page("/")}>
            All Aboard
          </a>
          <span class="spring" />
          <a href={page("/teachers")}>{m.for_teachers}</a>
          <a class="wide-only" href="#barrier">
            {m.what_is_barrier}
          </a>
          <a class="wide-only" href={page("/algorithms")}>
            {m.how_built}
          </a>
          <button
            type="button"
            class="button button-square"
            aria-label={theme === "dark" ? m.light_colours : m.dark_colours}
            onClick={props.on_theme}
          >
            <Icon name="half" />
          </button>
        </nav>
        <main class="hero">
          <div>
            <h1>{m.landing_heading}</h1>
            <p class="lead">
              <Sentence words={m.landing_lead} />
            </p>
            <YourRooms rooms={props.rooms} />
          </div>
          <div class="card">
            <button type="button" class="button button-main" aria-disabled={busy} onClick={props.on_start}>
              {m.start_room}
            </button>
            <p class="field-error" role="alert">
              {failure !== null && (
                <>
                  <Icon name="bad" /> {failure}
                </>
              )}
            </p>
            <div class="or or-first">{m.or}</div>
            <div class="join">
              <CodeField code="" error={null} label={m.join_with_code} />
            </div>
            <div class="or">{m.or}</div>
            <button type="button" class="button button-bus" aria-disabled={busy} onClick={props.on_alone}>
              {m.try_alone({ n: ROBOTS_FOR_ONE })}
            </button>
            <button type="button" class="button" aria-disabled={busy} onClick={props.on_learn}>
              {m.learn_alone}
            </button>
            {shared_room !== null && (
              <a class="shared" href={page(`/${shared_room}`)}>
                {m.or_shared_room}
              </a>
            )}
          </div>
        </main>
      </div>
      <div class="strip">
        <BusScene picture={EXAMPLE} now_ms={NOW_MS} height={SCENE_HEIGHT} />
      </div>
      <section class="three" id="barrier" aria-label={m.what_is_barrier}>
        <div>
          <code>research()</code>
          <h2>{m.you_work}</h2>
          <p>{m.you_work_says}</p>
        </div>
        <div>
          <code>barrier.wait()</code>
          <h2>{m.you_wait}</h2>
          <p>{m.you_wait_says}</p>
        </div>
        <div>
          <code>write()</code>
          <h2>{m.all_go}</h2>
          <p>{m.all_go_says}</p>
        </div>
      </section>
    </div>
  );
}

function person(worker: number, name: string, avatar: string): Face {
  return { worker, name, avatar, kind: "person", presence: "connected", you: false };
}

function seated(index: number, waited_ms: number, face: Face): Aboard {
  return { ...face, index, at_ms: NOW_MS - waited_ms };
}

const EXAMPLE: Picture = {
  state: "filling",
  generation: 0,
  round: 1,
  phase: "research",
  next_phase: "write",
  phases: ["research", "write"],
  parties: 5,
  parties_rule: "everyone",
  aboard: [
    seated(0, 15_400, person(1, "Ana", "fox-peach")),
    seated(1, 12_400, person(2, "Ben", "octopus-rose")),
    seated(2, 4700, person(3, "Chloé", "unicorn-aqua")),
  ],
  missing: [person(4, "Dev", "ladybird-blue"), person(5, "Ela", "hamster-lilac")],
  rows: [],
  since_ms: 0,
  end_ms: NOW_MS,
  release_at_ms: null,
  last: null,
  broken: null,
  exception: null,
  deadline_ms: null,
  repr: "",
  has_release: false,
};
