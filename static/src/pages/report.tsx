/** The page of a room's report: what happened, of one round at a time. */
import * as m from "messages";
import { render } from "preact";
import { firstShown, isReporting, REPORTED_AFTER_MS } from "../core/report";
import { HostKey } from "../lib/host_key";
import { listenToKeys } from "../lib/keys";
import { loadCsv, loadReport, save } from "../lib/report_client";
import { root } from "../lib/root";
import { currentTheme, showTheme, switchTheme } from "../lib/theme";
import { type ReportActions, type ReportModel, ReportPage } from "../views/report/report_page";
import { toasts } from "./moments";

const { code = "", known, hosted } = document.body.dataset;
const host = new HostKey(code);

let model: ReportModel = {
  code,
  hosted: hosted === "true",
  state: "loading",
  report: null,
  chosen: null,
  hide_names: false,
  message: "",
  toast: null,
};
const toast = toasts(change);

const actions: ReportActions = {
  choose: (chosen) => {
    change({ chosen });
    window.scrollTo(0, 0);
    root().querySelector("h1")?.focus({ preventScroll: true });
  },
  toggle_names: () => change({ hide_names: !model.hide_names }),
  print: () => window.print(),
  save_csv: async () => {
    const csv = await loadCsv(code, host.key);
    if (csv.ok) save(csv.value, `all-aboard-${code}.csv`);
    else toast(csv.message);
  },
  look_again: () => void look(),
  toast,
};

function change(changes: Partial<ReportModel>): void {
  model = { ...model, ...changes };
  render(<ReportPage model={model} actions={actions} />, root());
}

/** Asks the server. What is shown stays until there is something newer. */
async function look(quietly = false): Promise<void> {
  const before = model.report;
  if (before === null) change({ state: "loading" });
  const answer = await loadReport(code, host.key);
  if (answer.ok) {
    host.remember();
    const report = answer.value;
    const is_kept = report.generations.some((ended) => ended.generation === model.chosen);
    change({ state: "shown", report, chosen: is_kept ? model.chosen : firstShown(report) });
    if (!quietly && report.generations.some((ended) => isReporting(ended, report.now_ms))) {
      setTimeout(() => void look(true), REPORTED_AFTER_MS);
    }
    if (before !== null && !quietly)
      toast(report.n_ended > before.n_ended ? m.report_new_rounds : m.report_nothing_new);
  } else if (answer.error === "room_not_found") change({ state: "wrong" });
  else if (answer.error === "host_required" || answer.error === "not_joined") {
    if (host.tryKept()) void look(quietly);
    else change({ state: "no_key" });
  } else if (before === null) change({ state: "failed", message: answer.message });
  else if (!quietly) toast(answer.message);
}

showTheme(currentTheme());
listenToKeys(() => ({ d: switchTheme }));
if (known === "false") change({ state: "wrong" });
else if (model.hosted && host.key === null) change({ state: "no_key" });
else void look();
