import * as m from "messages";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { shown } from "../../core/code";
import { replayOf } from "../../core/mural_report";
import { type Account, account, type Report } from "../../core/report";
import { facts, title, workersWords } from "../../core/report_words";
import { roundOfAccount } from "../../core/what_if_round";
import { seconds } from "../../core/words";
import { at } from "../../lib/base";
import { page } from "../../lib/language";
import { Timeline } from "../chart/timeline";
import { CodeField } from "../parts/code_field";
import { Icon } from "../parts/icons";
import { Sentence } from "../parts/sentence";
import { Toast } from "../parts/toast";
import { WhatIfGallery } from "../what_if/gallery";
import { Beliefs } from "./beliefs";
import { MuralCard } from "./mural_card";
import { Notes } from "./notes";
import { Rounds } from "./rounds";
import { Screens } from "./screens";
import { WhatIf } from "./what_if";
import { Without } from "./without";

export interface ReportModel {
  code: string;
  hosted: boolean;
  /** What stands there: the report, or why there is none. */
  state: "loading" | "shown" | "wrong" | "no_key" | "failed";
  report: Report | null;
  /** The generation that is shown; null before one has ended. */
  chosen: number | null;
  hide_names: boolean;
  /** Why it failed. */
  message: string;
  toast: string | null;
}

export interface ReportActions {
  choose(generation: number): void;
  toggle_names(): void;
  print(): void;
  save_csv(): void;
  look_again(): void;
  toast(sentence: string): void;
}

interface Props {
  model: ReportModel;
  actions: ReportActions;
}

export function ReportPage({ model, actions }: Props) {
  const { report, state, hide_names } = model;
  if (report === null || state !== "shown") return <NoReport model={model} actions={actions} />;
  const rounds = report.generations.map((ended) => account(ended, report.workers, hide_names));
  const round = rounds.find((round) => round.ended.generation === model.chosen);
  if (round === undefined) return <NoReport model={model} actions={actions} />;
  return (
    <div class="report">
      <Header model={model} actions={actions} round={round} />
      <main>
        <RoundReport key={round.ended.generation} report={report} round={round}>
          <Beliefs told={report.told ?? []} turned={report.turned ?? []} code={report.code} toast={actions.toast} />
        </RoundReport>
        <Mural key={report.n_ended} report={report} hide_names={hide_names} />
        <Rounds
          report={report}
          rounds={rounds}
          chosen={round.ended.generation}
          choose={actions.choose}
          look_again={actions.look_again}
        />
      </main>
      <Toast sentence={model.toast} />
    </div>
  );
}

function Header({ model, actions, round }: Props & { round: Account }) {
  const { code, hosted, hide_names } = model;
  const day = new Date(round.ended.at_ms).toLocaleDateString(m.LANGUAGE, { day: "numeric", month: "short" });
  return (
    <header class="report-header">
      <a class="brand" href={page("/")}>
        All Aboard
      </a>
      <h1 tabIndex={-1}>
        <span dir="auto">{title(round.ended)}</span> · {workersWords(round.picture.rows.length)} · {day}
      </h1>
      <span class="spring" />
      <button type="button" class="button" aria-pressed={hide_names} onClick={actions.toggle_names}>
        {m.hide_names}
      </button>
      <button type="button" class="button" onClick={actions.print}>
        {m.report_print}
      </button>
      <button type="button" class="button" onClick={actions.save_csv}>
        {m.report_csv}
      </button>
      <a class="button button-main" href={hosted ? at(`/${code}/host${location.hash}`) : page(`/${code}`)}>
        {m.report_play_again}
      </a>
    </header>
  );
}

interface RoundReportProps {
  report: Report;
  round: Account;
  /** What belongs to the whole class, before the other worlds. */
  children: ComponentChildren;
}

/** One round. */
function RoundReport({ report, round, children }: RoundReportProps) {
  const { ended, came, picture } = round;
  const is_released = ended.outcome === "released";
  const compares = is_released && came.length > 1;
  const { code, now_ms } = report;
  const played = roundOfAccount(round, report);
  return (
    <>
      <section class="facts" aria-label={m.report_cost}>
        {facts(round).map(({ number, words }, i) => (
          <p key={i}>
            <b class="num" translate={false}>
              {number}
            </b>{" "}
            <Sentence words={words} />
          </p>
        ))}
      </section>
      <div class={compares ? "two" : undefined}>
        {ended.outcome !== "reset" && (
          <section class="report-card" aria-labelledby="with">
            <h2 id="with">{compares ? m.with_barrier : m.report_what_happened}</h2>
            {compares && <p>{m.report_really}</p>}
            <Timeline picture={picture} roomy />
          </section>
        )}
        {compares && (
          <section class="report-card" aria-labelledby="without">
            <h2 id="without">{m.without_barrier}</h2>
            <p>{m.report_same_workers}</p>
            <Without round={round} />
          </section>
        )}
      </div>
      {(ended.paused_ms ?? 0) > 0 && <p>{m.report_pause_left_out({ time: seconds(ended.paused_ms ?? 0) })}</p>}
      {compares && <Notes round={round} />}
      {compares && <WhatIf round={round} />}
      {children}
      {played && <WhatIfGallery round={played} />}
      {is_released && <Screens round={round} now_ms={now_ms} />}
      {compares && (
        <p class="report-more">
          <a class="button" href={page(`/algorithms?room=${code}&generation=${ended.generation}`)}>
            {m.report_how_else}
          </a>
          {m.report_machines}
        </p>
      )}
    </>
  );
}

/** The latest rounds as a picture, where they are enough for one. */
function Mural({ report, hide_names }: { report: Report; hide_names: boolean }) {
  const replay = useMemo(
    () => replayOf(report.generations.map((ended) => account(ended, report.workers, hide_names))),
    [report, hide_names],
  );
  return replay && <MuralCard replay={replay} />;
}

/** Why there is nothing to show, and what to do. */
function NoReport({ model, actions }: Props) {
  const { code, hosted, state, message } = model;
  const room = hosted ? at(`/${code}/host`) : page(`/${code}`);
  return (
    <main class="no-report">
      {state === "wrong" ? (
        <>
          <Icon name="bus" big />
          <h1>{m.no_room_heading}</h1>
          <p>{m.report_deleted}</p>
          <CodeField
            code={code}
            error={null}
            join={(typed) => location.assign(page(`/${typed}/report`))}
            label={m.code_label}
          />
        </>
      ) : state === "no_key" ? (
        <>
          <Icon name="lock" big />
          <h1>{m.report_for_host({ code: shown(code) })}</h1>
          <p>{m.report_open_there}</p>
          <a class="button button-main" href={page(`/${code}`)}>
            {m.report_go_to_room}
          </a>
        </>
      ) : state === "failed" ? (
        <>
          <Icon name="off" big />
          <h1>{m.report_none_yet}</h1>
          <p role="alert">{message}</p>
          <button type="button" class="button button-main" onClick={actions.look_again}>
            {m.try_again}
          </button>
        </>
      ) : state === "loading" ? (
        <>
          <Icon name="bus" big />
          <h1>{m.a_moment}</h1>
          <p>{m.report_reading({ code: shown(code) })}</p>
        </>
      ) : (
        <>
          <Icon name="bus" big />
          <h1>{m.report_nothing_yet}</h1>
          <p>{m.report_once_opened({ code: shown(code) })}</p>
          <a class="button button-main" href={room}>
            {m.report_go_to_room}
          </a>
          <button type="button" class="button" onClick={actions.look_again}>
            {m.report_look_again}
          </button>
        </>
      )}
    </main>
  );
}
