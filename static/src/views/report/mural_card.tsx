import * as m from "messages";
import { useEffect, useMemo, useState } from "preact/hooks";
import { doneMs, type Moment, Player, type Replay } from "../../core/mural_report";
import { stepsWords, tearWords, wrongByStrip, wrongSays } from "../../core/mural_words";
import { spelled, thousands } from "../../core/numbers";
import { CELLS, N_STEPS, seen, truth, wrongCells } from "../../core/painting";
import { capital, seconds } from "../../core/words";
import { Cells, Crosses } from "../mural/cells";
import { MuralTable } from "../mural/mural_table";
import { Road } from "../mural/road";
import { TornSeams } from "../mural/seams";
import { Icon } from "../parts/icons";
import { Sentence } from "../parts/sentence";

/** Played from the first step to the last in this time, at this many pictures a second. */
const PLAYED_IN_MS = 15_000;
const FRAME_MS = 125;
/** Of the slider. */
const STEP_MS = 100;
/** Where the two pictures differ already, and the steps are far apart. */
const FIRST_SHOWN = 0.36;

/** The class's own rounds as work that needs the barrier. */
export function MuralCard({ replay }: { replay: Replay }) {
  const player = useMemo(() => new Player(replay), [replay]);
  const { with_ms, without_ms } = doneMs(replay);
  const whole_ms = Math.max(with_ms, without_ms);
  const [at_ms, setAt] = useState(Math.round(whole_ms * FIRST_SHOWN));
  const [is_playing, setPlaying] = useState(false);
  const [as_table, setAsTable] = useState(false);
  const [is_crossed, setCrossed] = useState(false);
  useEffect(() => {
    if (!is_playing) return;
    const timer = setInterval(() => {
      setAt((before) => Math.min(whole_ms, before + (whole_ms * FRAME_MS) / PLAYED_IN_MS));
    }, FRAME_MS);
    return () => clearInterval(timer);
  }, [is_playing, whole_ms]);
  useEffect(() => {
    if (at_ms >= whole_ms) setPlaying(false);
  }, [at_ms, whole_ms]);
  const play = () => {
    if (at_ms >= whole_ms) setAt(0);
    setPlaying(!is_playing);
  };
  const end = useMemo(() => new Player(replay).at(without_ms), [replay, without_ms]);
  const moment = player.at(at_ms);
  return (
    <section class="report-card mural-card" aria-labelledby="mural">
      <h2 id="mural">{m.report_mural}</h2>
      <p>{m.report_mural_says({ number: capital(spelled(replay.n_rounds)) })}</p>
      <Pair moment={moment} replay={replay} is_crossed={is_crossed} />
      <div class="mural-scrubber">
        <button type="button" class="button" onClick={play}>
          {is_playing ? (
            <>
              <Icon name="wait" /> {m.report_stop}
            </>
          ) : (
            <>
              <Icon name="go" /> {m.report_play}
            </>
          )}
        </button>
        <input
          type="range"
          aria-label={m.report_moment}
          aria-valuetext={m.report_moment_says({ time: seconds(at_ms), n: thousands(moment.n_wrong) })}
          min={0}
          max={Math.ceil(whole_ms / STEP_MS) * STEP_MS}
          step={STEP_MS}
          value={at_ms}
          onInput={(event) => {
            setPlaying(false);
            setAt(event.currentTarget.valueAsNumber);
          }}
        />
        <output class="num" translate={false}>
          {seconds(at_ms)}
        </output>
        <button type="button" class="button" aria-pressed={is_crossed} onClick={() => setCrossed(!is_crossed)}>
          <Icon name="bad" /> {m.mural_wrong_cells}
        </button>
        <button type="button" class="button" onClick={() => setAsTable(!as_table)}>
          {as_table ? m.report_show_road : m.as_table}
        </button>
      </div>
      {as_table ? (
        <Table moment={moment} replay={replay} />
      ) : (
        <Road
          gate={null}
          owners={replay.owners}
          steps={moment.free.steps}
          says={m.report_road_says({ steps: stepsWords(moment.free.steps) })}
        />
      )}
      <p class="mural-foot">
        <Sentence
          words={m.report_mural_time({
            without: seconds(without_ms),
            waited: seconds(with_ms),
            same: seconds(without_ms) === seconds(with_ms),
            wrong: thousands(end.n_wrong),
            cells: thousands(CELLS),
          })}
        />
      </p>
      {end.free.first_tear !== null && (
        <p class="mural-foot">
          <b>{m.mural_first_tear}</b>{" "}
          <Sentence words={tearWords(end.free.first_tear, (strip) => replay.owners[strip]?.name ?? "")} />{" "}
          {m.mural_every_tear}
        </p>
      )}
    </section>
  );
}

function Pair({ moment, replay, is_crossed }: { moment: Moment; replay: Replay; is_crossed: boolean }) {
  const { step, free, n_wrong } = moment;
  const without = stepsWords(free.steps);
  return (
    <div class="mural-pair">
      <div>
        <h3>
          {m.with_barrier} <small>{m.mural_step({ n: step })}</small>{" "}
          <b class="num mural-whole">{m.report_n_wrong({ n: 0 })}</b>
        </h3>
        <figure class="mural">
          <Cells cells={truth(0, step)} says={m.report_with_says({ step, n: N_STEPS })} />
        </figure>
      </div>
      <div>
        <h3>
          {m.report_without} <small>{without}</small>{" "}
          <b class="num mural-torn">{m.report_n_wrong({ n: thousands(n_wrong) })}</b>
        </h3>
        <figure class="mural">
          <Cells
            cells={seen(free.picture)}
            says={`${m.mural_without_says({ steps: without })} ${wrongSays(n_wrong)}`}
          />
          <TornSeams n={replay.owners.length} torn={free.torn} steps={free.steps} />
          {is_crossed && <Crosses wrong={wrongCells(free.picture)} />}
        </figure>
      </div>
    </div>
  );
}

function Table({ moment, replay }: { moment: Moment; replay: Replay }) {
  const { free } = moment;
  const wrong = wrongByStrip(replay.owners.length, wrongCells(free.picture));
  const rows = replay.owners.map((face, strip) => {
    const step = free.steps[strip] ?? 0;
    return {
      face,
      step,
      state: step >= replay.n_rounds ? m.mural_row_done : m.mural_row_paints,
      n_wrong: wrong[strip] ?? 0,
    };
  });
  return <MuralTable title={m.report_mural_table} rows={rows} />;
}
