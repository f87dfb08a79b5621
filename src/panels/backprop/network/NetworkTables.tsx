/**
 * The network as tables: neurons with value and gradient, weights with gradient and new value, each number editable
 * where it is fed in. Tensors of up to 64 weights are listed; of larger ones the neuron in focus is, in pages.
 */
import { useState } from 'react';
import { elementSymbol } from '@/core/interpreter/explain';
import { elementCount } from '@/core/interpreter/timeline';
import { Button } from '@/ui';
import { weight as formatWeight } from '../model/format';
import { gradientOf, ofSample, updatedOf, valueAt } from '../model/moment';
import { gradientSource, locate } from '../model/network';
import partsCss from '../parts.module.css';
import { SymbolButton } from '../SymbolButton';
import { hover } from '../session';
import { useScene, useStepper } from '../stepper';
import { Value } from '../Value';
import { useWords } from '../words';
import networkCss from './network.module.css';
import { PlaceNumber } from './overlay';

const PAGE = 16;

/** A stretch of a long list, with buttons to move along it. */
function usePage(count: number) {
  const words = useWords();
  const [start, setStart] = useState(0);
  const first = start < count ? start : 0;
  const last = Math.min(count, first + PAGE);
  const buttons =
    count <= PAGE ? null : (
      <div className={partsCss.pager}>
        <Button variant="quiet" disabled={first === 0} onClick={() => setStart(Math.max(0, first - PAGE))}>
          {words('table.previous')}
        </Button>
        <span className="small muted">{words('table.range', { first: first + 1, last, count })}</span>
        <Button variant="quiet" disabled={last >= count} onClick={() => setStart(first + PAGE)}>
          {words('table.next')}
        </Button>
      </div>
    );
  return { elements: Array.from({ length: last - first }, (_, i) => first + i), buttons };
}

export function NetworkTables() {
  const { graph, model } = useScene();
  return (
    <div className={networkCss.tables}>
      {model.columns.map((column) =>
        column.picture ? null : (
          <NeuronTable key={column.value} node={column.value} source={gradientSource(model, column)} />
        ),
      )}
      {graph.target !== null && <NeuronTable node={graph.target} source={graph.target} />}
      {graph.weights.map((weight) => (
        <WeightTable key={weight.name} name={weight.name} node={weight.node} />
      ))}
      {model.columns.map((column) =>
        column.picture ? <NeuronTable key={column.value} node={column.value} source={column.value} /> : null,
      )}
    </div>
  );
}

function NeuronTable({ node, source }: { node: number; source: number }) {
  const words = useWords();
  const { graph, model, moment, sample } = useStepper();
  const { start, count } = ofSample(graph, node, sample);
  const { elements, buttons } = usePage(count);
  const { role, layer } = graph.nodes[node];
  const fed = role === 'input' || role === 'target';
  const title = role === 'target' ? words('place.targets') : (layer ?? words('place.inputs'));
  return (
    <section className={networkCss.tableCard} aria-label={title}>
      <h3>{title}</h3>
      <table className={partsCss.table}>
        <thead>
          <tr>
            <th scope="col">{words('table.element')}</th>
            <th scope="col">{words('table.value')}</th>
            {!fed && <th scope="col">{words('table.gradient')}</th>}
          </tr>
        </thead>
        <tbody>
          {elements.map((i) => {
            const ref = { node, element: start + i };
            return (
              <tr key={i} onPointerEnter={() => hover(ref)} onPointerLeave={() => hover(null)}>
                <th scope="row">
                  <SymbolButton tex={elementSymbol(graph, node, start + i)} node={node} element={start + i} />
                </th>
                <td>
                  {fed ? (
                    <PlaceNumber
                      node={node}
                      element={start + i}
                      place={locate(model, ref)}
                      label={words('table.edit', { name: title, n: i + 1 })}
                    />
                  ) : (
                    <Value value={valueAt(moment, node, start + i)} kind="value" node={node} element={start + i} />
                  )}
                </td>
                {!fed && (
                  <td>
                    <Value
                      value={gradientOf(moment, source, start + i)}
                      kind="gradient"
                      node={graph.gradients.get(source)}
                      element={start + i}
                    />
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      {buttons}
    </section>
  );
}

function WeightTable({ name, node }: { name: string; node: number }) {
  const words = useWords();
  const { graph, model, moment } = useStepper();
  const count = elementCount(graph.nodes[node]);
  const { elements, buttons } = usePage(count);
  return (
    <section className={networkCss.tableCard} aria-label={name}>
      <h3>{name}</h3>
      <table className={partsCss.table}>
        <thead>
          <tr>
            <th scope="col">{words('table.weight')}</th>
            <th scope="col">{words('table.value')}</th>
            <th scope="col">{words('table.gradient')}</th>
            <th scope="col">{words('table.updated')}</th>
          </tr>
        </thead>
        <tbody>
          {elements.map((element) => {
            const ref = { node, element };
            return (
              <tr key={element} onPointerEnter={() => hover(ref)} onPointerLeave={() => hover(null)}>
                <th scope="row">
                  <SymbolButton tex={elementSymbol(graph, node, element)} node={node} element={element} />
                </th>
                <td>
                  <PlaceNumber
                    node={node}
                    element={element}
                    place={locate(model, ref)}
                    label={words('table.edit', { name, n: element + 1 })}
                  />
                </td>
                <td>
                  {graph.gradients.has(node) ? (
                    <Value
                      value={gradientOf(moment, node, element)}
                      kind="gradient"
                      node={graph.gradients.get(node)}
                      element={element}
                    />
                  ) : (
                    '–'
                  )}
                </td>
                <td>
                  <Value
                    value={updatedOf(moment, name, element)}
                    kind="update"
                    format={formatWeight}
                    node={graph.updates.get(name)}
                    element={element}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {buttons}
    </section>
  );
}
