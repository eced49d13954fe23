import * as m from "messages";
import type { StripRow } from "../../core/mural_words";
import { thousands } from "../../core/numbers";
import { ColumnHeads } from "../parts/column_heads";
import { FaceDisc } from "../parts/face";
import { Scrolling } from "../parts/scrolling";

/** The same facts as in the picture. */
export function MuralTable({ title, rows }: { title: string; rows: readonly StripRow[] }) {
  return (
    <Scrolling label={title} look="table-scroll">
      <h3 class="table-title">{title}</h3>
      <table>
        <ColumnHeads
          names={[m.mural_head_strip, m.head_worker, m.mural_head_step, m.mural_head_state, m.mural_wrong_cells]}
        />
        <tbody>
          {rows.map(({ face, step, state, n_wrong }, i) => (
            <tr key={face.worker}>
              <td class="num" translate={false}>
                {i + 1}
              </td>
              <th scope="row">
                <FaceDisc name={face.name} avatar={face.avatar} kind={face.kind} />{" "}
                <bdi translate={false}>{face.name}</bdi>
              </th>
              <td class="num" translate={false}>
                {step}
              </td>
              <td>{state}</td>
              <td class="num" translate={false}>
                {thousands(n_wrong)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}
