/**
 * One cell in full: what it sees of the input, where it lies in its map, and how its number came about, from the weights
 * and values of one step of the run itself. While it trains, a pinned cell stays and its numbers follow.
 */
import { IconPin, IconPinnedOff } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { receptiveField } from '@/core/graph/receptiveField';
import type { Snapshot } from '@/state';
import { Button, GrayImage, Heatmap, measured, Panel } from '@/ui';
import { ConvStory } from './ConvStory';
import classes from './cell.module.css';
import { Formulas } from './Formulas';
import { type Cell, elementOf, type Story, storyOf } from './model/cell';
import type { MapLayer, MapsModel } from './model/layers';
import { largest, scaleOf } from './model/scale';
import { PoolStory } from './PoolStory';
import { NUMBERS_MS, planesFor, sourceScale, useSlowSnapshot, useSomething, valuesOf, wholeOf } from './seen';
import { mapsView, useMapsView } from './session';
import { useMapsModel } from './useMapsModel';
import { useTouch } from './words';

export function CellPanel() {
  const { t } = useTranslation('inspect');
  const model = useMapsModel();
  const cell = useMapsView((state) => state.cell);
  const pinned = useMapsView((state) => state.pinned);
  const something = useSomething();
  const touch = useTouch();
  if (!model || model.layers.length === 0) return null;
  const layer = model.layers.find(({ id }) => id === cell?.layer);
  const fits = cell && layer && cell.map < layer.maps && cell.row < layer.height && cell.column < layer.width;
  const shown = something && fits;
  return (
    <Panel
      id="cell"
      title={t('cell.title')}
      className={`${classes.panel} ${pinned ? classes.pinned : ''}`}
      actions={
        shown && (
          <Button
            id="cell-pin"
            pressed={pinned}
            icon={pinned ? <IconPinnedOff size={16} /> : <IconPin size={16} />}
            onClick={() => mapsView.pin(cell)}
          >
            {t(pinned ? 'cell.unpin' : 'cell.pin')}
          </Button>
        )
      }
    >
      {shown ? (
        <Shown model={model} layer={layer} cell={cell} />
      ) : (
        <p className={classes.note}>{t(touch ? 'cell.noneTap' : 'cell.none')}</p>
      )}
    </Panel>
  );
}

function Shown({ model, layer, cell }: { model: MapsModel; layer: MapLayer; cell: Cell }) {
  const { t } = useTranslation('inspect');
  const seen = useSlowSnapshot(NUMBERS_MS);
  const story = useMemo(() => (seen ? storyOf(model.graph, layer, cell, seen) : null), [model, layer, cell, seen]);
  if (!seen || !story) return <p className={classes.note}>{t('maps.waiting')}</p>;
  const source = sourceScale(seen, layer);
  const place = { layer: layer.id, map: cell.map + 1, row: cell.row + 1, column: cell.column + 1 };
  return (
    <div className={classes.parts}>
      <p className={classes.place}>
        <strong>{t('cell.place', place)}</strong>
        <span className={classes.note}>{t('cell.step', { step: seen.step })}</span>
      </p>
      <Pictures model={model} layer={layer} cell={cell} seen={seen} />
      <Result story={story} />
      {layer.op === 'conv2d' && (
        <ConvStory
          key={`${cell.layer} ${cell.map} ${cell.row} ${cell.column}`}
          layer={layer}
          story={story}
          model={model}
          source={source}
        />
      )}
      {layer.op !== 'conv2d' && layer.op !== null && (
        <PoolStory model={model} layer={layer} cell={cell} story={story} source={source} />
      )}
      <Formulas graph={model.graph} story={story} />
    </div>
  );
}

/** The number, and that what is explained is what runs. */
function Result({ story }: { story: Story }) {
  const { t } = useTranslation('inspect');
  const difference = Math.abs(story.value - story.engine);
  return (
    <dl className={classes.result} id="cell-result">
      <div>
        <dt>{t('cell.value')}</dt>
        <dd className="num">
          <strong id="cell-value">{measured(story.value, 6)}</strong>
        </dd>
      </div>
      <div>
        <dt>{t('cell.engine')}</dt>
        <dd className="num" id="cell-engine">
          {measured(story.engine, 6)}
        </dd>
      </div>
      <div>
        <dt>{t('cell.difference')}</dt>
        <dd className="num">{difference === 0 ? '0' : difference.toExponential(0).replace('-', '−')}</dd>
      </div>
    </dl>
  );
}

interface PicturesProps {
  model: MapsModel;
  layer: MapLayer;
  cell: Cell;
  seen: Snapshot;
}

/** The input with what the cell can see of it, and the cell's map, large enough to point at single cells. */
function Pictures({ model, layer, cell, seen }: PicturesProps) {
  const { t } = useTranslation('inspect');
  const scale = useMapsView((state) => state.scale);
  const { graph } = model;
  const [, height, width, channels] = graph.nodes[graph.input].shape;
  const field = receptiveField(graph, layer.output, elementOf(graph, layer, cell));
  const pixels = useMemo(() => grey(seen.input, channels), [seen.input, channels]);
  const values = valuesOf(seen, layer)!;
  const { planes, own } = planesFor(values, layer.maps);
  const size = layer.height * layer.width;
  const map = planes.subarray(cell.map * size, (cell.map + 1) * size);
  const whole = scale === 'network' ? wholeOf(seen, model) : largest(own);
  const percent = (part: number, of: number) => `${(100 * part) / of}%`;
  const sees = t('cell.sees', {
    top: field.rows[0] + 1,
    bottom: field.rows[1] + 1,
    left: field.columns[0] + 1,
    right: field.columns[1] + 1,
  });
  const name = t('cell.map', { layer: layer.id, map: cell.map + 1 });
  return (
    <div className={classes.pictures}>
      <figure>
        <div className={classes.image} style={{ aspectRatio: `${width} / ${height}` }}>
          <GrayImage pixels={pixels} width={width} height={height} label={sees} />
          <span
            className={classes.field}
            style={{
              left: percent(field.columns[0], width),
              top: percent(field.rows[0], height),
              width: percent(field.columns[1] - field.columns[0] + 1, width),
              height: percent(field.rows[1] - field.rows[0] + 1, height),
            }}
          />
        </div>
        <figcaption>{sees}</figcaption>
      </figure>
      <figure>
        <Heatmap
          label={name}
          values={map}
          width={layer.width}
          height={layer.height}
          scale={scaleOf(scale, layer.signed, own, cell.map, whole)}
          selected={cell.row * layer.width + cell.column}
          onHover={(index) => {
            if (index !== null) mapsView.point({ ...cell, ...placeIn(layer, index) });
          }}
          onSelect={(index) => mapsView.pin({ ...cell, ...placeIn(layer, index) })}
          format={(value) => measured(value, 4)}
        />
        <figcaption>{name}</figcaption>
      </figure>
    </div>
  );
}

const placeIn = ({ width }: MapLayer, index: number) => ({ row: Math.floor(index / width), column: index % width });

/** Several channels as their mean. */
function grey(input: Float32Array, channels: number): Float32Array {
  if (channels === 1) return input;
  return Float32Array.from({ length: input.length / channels }, (_, pixel) => {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += input[pixel * channels + c];
    return sum / channels;
  });
}
