/**
 * The error of the central difference over h, both on logarithmic scales: a V. At the right the error falls with h²
 * (truncation), at the left it grows as h gets smaller (rounding). The table below holds the same numbers.
 */
import { VisuallyHidden } from '@/ui';
import { difference, long } from '../model/format';
import partsCss from '../parts.module.css';
import checkCss from './check.module.css';
import { type ErrorCurve, power, roundingError } from './curve';
import { useCheckWords } from './words';

const WIDTH = 400;
const HEIGHT = 190;
const AREA = { left: 46, right: 392, top: 10, bottom: 158 };
/** Tens of h, from left to right. */
const H = { min: -12, max: -1 };

interface Props {
  curve: ErrorCurve;
  loss: number;
  /** Index of the h the slider stands at. */
  chosen: number;
}

const decade = (value: number) => Math.log10(value);
const x = (h: number) => AREA.left + ((decade(h) - H.min) / (H.max - H.min)) * (AREA.right - AREA.left);

export function ErrorCurvePicture({ curve, loss, chosen }: Props) {
  const words = useCheckWords();
  const { points, best } = curve;
  const sizes = points.map(({ error }) => error).filter((error) => error > 0 && Number.isFinite(error));
  if (sizes.length === 0) return null;
  // Whole decades, with one below the smallest for errors of exactly 0.
  const top = Math.ceil(decade(Math.max(...sizes)));
  const bottom = Math.min(top - 2, Math.floor(decade(Math.min(...sizes))));
  const y = (error: number) => {
    const at = error > 0 ? Math.max(bottom, Math.min(top, decade(error))) : bottom;
    return AREA.bottom - ((at - bottom) / (top - bottom)) * (AREA.bottom - AREA.top);
  };
  const path = points
    .map(({ h, error }, i) => `${i === 0 ? 'M' : 'L'}${x(h).toFixed(1)} ${y(error).toFixed(1)}`)
    .join('');
  const middle = x(points[best].h);
  const every = Math.max(1, Math.ceil((top - bottom) / 5));
  const ticks = Array.from({ length: Math.floor((top - bottom) / every) + 1 }, (_, i) => bottom + i * every);
  const rounding = points.map(
    ({ h }, i) => `${i === 0 ? 'M' : 'L'}${x(h).toFixed(1)} ${y(roundingError(loss, h)).toFixed(1)}`,
  );
  return (
    <figure className={checkCss.curve}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words('curve.label', { h: power(-best - 1) })}>
        <rect
          className={checkCss.rounding}
          x={AREA.left}
          y={AREA.top}
          width={middle - AREA.left}
          height={AREA.bottom - AREA.top}
        />
        <rect
          className={checkCss.truncation}
          x={middle}
          y={AREA.top}
          width={AREA.right - middle}
          height={AREA.bottom - AREA.top}
        />
        {ticks.map((tick) => (
          <g key={tick} className={checkCss.tick}>
            <line x1={AREA.left} x2={AREA.right} y1={y(10 ** tick)} y2={y(10 ** tick)} />
            <text x={AREA.left - 6} y={y(10 ** tick) + 4} textAnchor="end">
              {power(tick)}
            </text>
          </g>
        ))}
        {[-12, -9, -6, -3, -1].map((tick) => (
          <text key={tick} className={checkCss.axis} x={x(10 ** tick)} y={AREA.bottom + 15} textAnchor="middle">
            {power(tick)}
          </text>
        ))}
        <text className={checkCss.axis} x={AREA.right} y={HEIGHT - 2} textAnchor="end">
          {words('curve.h')}
        </text>
        {middle - AREA.left > 70 && (
          <text className={checkCss.region} x={(AREA.left + middle) / 2} y={AREA.top + 14} textAnchor="middle">
            {words('curve.rounding')}
          </text>
        )}
        {AREA.right - middle > 70 && (
          <text className={checkCss.region} x={(AREA.right + middle) / 2} y={AREA.top + 14} textAnchor="middle">
            {words('curve.truncation')}
          </text>
        )}
        {loss !== 0 && <path className={checkCss.expected} d={rounding.join('')} />}
        <path className={checkCss.line} d={path} />
        {points.map(({ h, error }, i) => (
          <circle
            key={h}
            className={checkCss.point}
            data-chosen={i === chosen}
            cx={x(h)}
            cy={y(error)}
            r={i === chosen ? 6 : 3.5}
          />
        ))}
      </svg>
      <details className={checkCss.more}>
        <summary>{words('curve.table')}</summary>
        <table className={partsCss.table}>
          <caption>
            <VisuallyHidden>{words('curve.label', { h: power(-best - 1) })}</VisuallyHidden>
          </caption>
          <thead>
            <tr>
              <th scope="col">h</th>
              <th scope="col">{words('curve.slope')}</th>
              <th scope="col">{words('curve.error')}</th>
            </tr>
          </thead>
          <tbody>
            {points.map(({ h, slope, error }, i) => (
              <tr key={h}>
                <th scope="row">{power(-i - 1)}</th>
                <td className="num">{long(slope)}</td>
                <td className="num">{difference(error)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
