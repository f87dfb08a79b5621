/** Softmax and its logarithm: three movable numbers, what becomes of them, and how every output hangs on every input. */
import { Fragment } from 'react';
import { cssColorOf, scaleFor, useThemeName } from '@/theme';
import { measured, Panel } from '@/ui';
import { vectorAt } from '../model/vectors';
import { useNames } from '../names';
import { Formulas } from '../parts/Formulas';
import classes from '../parts/parts.module.css';
import { RangeField } from '../parts/RangeField';
import { Words } from '../parts/Words';
import { functionsState, numberIn, say, useParams } from '../state';
import vector from './vector.module.css';

const FIRST = [2, 1, -1];
const REACH = 6;
export const INDEX = ['₁', '₂', '₃'];

export function VectorView({ kind }: { kind: string }) {
  const names = useNames();
  const params = useParams('activations');
  const logits = FIRST.map((first, i) => numberIn(params, `z${i + 1}`, first, -1000, 1000));
  const { outputs, jacobian, formulas } = vectorAt(kind, logits);
  const set = (i: number, value: number) => functionsState.patch('activations', { [`z${i + 1}`]: say(value) });
  const about = names.about('activation', kind);
  // The logarithm's bars hang down: they are as long as the smallest needs.
  const longest = kind === 'softmax' ? 1 : Math.max(1, ...outputs.map((y) => -y));
  return (
    <>
      <div className={classes.middle}>
        <Panel title={names.word('vector.title')}>
          <div className={vector.inputs}>
            {logits.map((z, i) => (
              <Fragment key={INDEX[i]}>
                <RangeField
                  id={`logit-${i + 1}`}
                  label={`z${INDEX[i]}`}
                  value={z}
                  onChange={(value) => set(i, value)}
                  min={-REACH}
                  max={REACH}
                  least={-1000}
                  most={1000}
                  step={0.1}
                />
                <div className={vector.bar}>
                  <span className={vector.track} aria-hidden>
                    <span style={{ width: `${Math.min(1, Math.abs(outputs[i]) / longest) * 100}%` }} />
                  </span>
                  <span className="num">
                    a{INDEX[i]} = {measured(outputs[i], 4)}
                  </span>
                </div>
              </Fragment>
            ))}
          </div>
          <p className={vector.sum}>
            {kind === 'softmax'
              ? names.word('vector.sum')
              : names.word('vector.sumOfLogs', { low: measured(Math.min(...outputs), 4) })}{' '}
            {names.word('vector.shift')}
          </p>
        </Panel>
        <Panel title={names.word('vector.jacobian')} note={names.word('vector.jacobianNote')}>
          <Jacobian
            values={jacobian}
            rowNames={INDEX.map((index) => `∂a${index}`)}
            columnName="z"
            label={names.word('vector.jacobian')}
          />
          <p className={vector.sum}>{names.word(`vector.rows.${kind}`)}</p>
        </Panel>
      </div>
      <div className={classes.side}>
        <Panel title={names.of('activation', kind)} id="formulas">
          {about && <p className={classes.about}>{about}</p>}
          <Formulas lines={formulas} />
        </Panel>
        <Panel title={names.word('words.title')}>
          <Words use={names.use('activation', kind)} wrong={names.wrong('activation', kind)} />
        </Panel>
      </div>
    </>
  );
}

interface JacobianProps {
  /** Row-major, three columns. */
  values: readonly number[];
  rowNames: readonly string[];
  columnName: string;
  label: string;
}

/** A small matrix as a table whose cells are coloured by sign and size. */
export function Jacobian({ values, rowNames, columnName, label }: JacobianProps) {
  const theme = useThemeName();
  const scale = scaleFor('diverging', values);
  // Strong colours need the other ink.
  const ink = (value: number) => (Math.abs(value) > 0.55 * scale.max ? 'var(--panel)' : 'var(--ink)');
  return (
    <div className={vector.scroll}>
      <table className={vector.jacobian}>
        <caption className="ui-hidden">{label}</caption>
        <thead>
          <tr>
            <td />
            {INDEX.map((index) => (
              <th key={index} scope="col" className="num">
                ∂{columnName}
                {index}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowNames.map((name, row) => (
            <tr key={name}>
              <th scope="row" className="num">
                {name}
              </th>
              {INDEX.map((column, j) => {
                const value = values[row * 3 + j];
                return (
                  <td
                    key={column}
                    className="num"
                    style={{ background: cssColorOf(value, scale, theme), color: ink(value) }}
                  >
                    {measured(value, 4)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
