import * as m from "messages";
import { type PlayedRound, type Tally, tallyAt, type World } from "../../core/what_if";
import { pictureWords, tallyWords, type WorldWords, waitingWords } from "../../core/what_if_words";
import { Icon, type IconName } from "../parts/icons";
import { useSize } from "../parts/use_size";
import { Bars, MOST_BARS } from "./bars";
import { axisOf } from "./chart_scale";
import { Flow } from "./flow";

/** A narrower drawing has no room for a bar; there is none before the page has its layout. */
const NARROWEST_PX = 120;

interface PictureProps {
  world: World;
  words: WorldWords;
  round: PlayedRound;
  cut_ms: number | null;
  is_small?: boolean;
}

/** One world's picture: bars for few, a flow for many. */
export function WorldPicture({ world, words, round, cut_ms, is_small = false }: PictureProps) {
  const { ref, size } = useSize();
  const chart = size !== null && size.width >= NARROWEST_PX && { ...size, axis: axisOf(round), cut_ms, is_small };
  return (
    <div ref={ref} class="world-picture">
      {chart !== false && (
        <svg viewBox={`0 0 ${chart.width} ${chart.height}`} role="img" aria-label={pictureWords(world, words)}>
          {round.callers.length <= MOST_BARS ? (
            <Bars world={world} round={round} {...chart} />
          ) : (
            <Flow world={world} {...chart} />
          )}
        </svg>
      )}
    </div>
  );
}

/** One world with its name and its numbers; every world but the real one is marked as worked out. */
export function WorldPanel(props: PictureProps) {
  const { world, words, cut_ms } = props;
  const is_real = world.id === "real";
  return (
    <section class={is_real ? "world" : "world world-simulated"} aria-label={words.name}>
      <div class="world-head">
        <h3>{words.name}</h3>
        <code lang="en">{words.code}</code>
        <i>{is_real ? m.what_if_really : m.what_if_simulated}</i>
      </div>
      <WorldPicture {...props} />
      <p class="world-numbers num">
        {cut_ms === null ? <Waiting world={world} /> : <Counts world={world} at_ms={cut_ms} />}
      </p>
    </section>
  );
}

function Waiting({ world }: { world: World }) {
  const { strong, rest } = waitingWords(world);
  return (
    <span>
      <Icon name="wait" /> <b>{strong}</b> {rest}
    </span>
  );
}

const ICONS: Readonly<Record<keyof Tally, IconName>> = { work: "work", wait: "wait", gone: "go", error: "bad" };

function Counts({ world, at_ms }: { world: World; at_ms: number }) {
  return (
    <>
      {tallyWords(tallyAt(world, at_ms), world.breaks_ms !== null).map(({ state, n, word }) => (
        <span key={state}>
          <Icon name={ICONS[state]} /> <b>{n}</b> {word}
        </span>
      ))}
    </>
  );
}
