/** The edge of the window on the floor below the surface, with the names of its axes. */
import { useEffect, useMemo } from 'react';
import { BufferAttribute, BufferGeometry, CanvasTexture, SRGBColorSpace } from 'three';
import type { Inks } from '../inks';
import { DEPTH, WIDTH } from './mesh';

const [RIGHT, FRONT] = [WIDTH / 2, DEPTH / 2];
/** Four corners of the floor. */
const EDGE = [-RIGHT, 0, FRONT, RIGHT, 0, FRONT, RIGHT, 0, -FRONT, -RIGHT, 0, -FRONT];
const AWAY = 0.14;

export function Floor({ inks }: { inks: Inks }) {
  const edge = useMemo(() => {
    const made = new BufferGeometry();
    made.setAttribute('position', new BufferAttribute(new Float32Array(EDGE), 3));
    return made;
  }, []);
  useEffect(() => () => edge.dispose(), [edge]);
  return (
    <>
      <lineLoop geometry={edge}>
        <lineBasicMaterial color={inks('--line3')} transparent opacity={0.7} />
      </lineLoop>
      <Letter text="x" place={[0, 0, FRONT + AWAY]} inks={inks} />
      <Letter text="y" place={[-RIGHT - AWAY, 0, 0]} inks={inks} />
    </>
  );
}

const PIXELS = 64;

function Letter({ text, place, inks }: { text: string; place: [number, number, number]; inks: Inks }) {
  const texture = useMemo(() => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = PIXELS;
    const context = canvas.getContext('2d');
    if (context) {
      context.font = `italic ${PIXELS * 0.72}px KaTeX_Math, serif`;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      context.fillStyle = inks('--ink2');
      context.fillText(text, PIXELS / 2, PIXELS / 2);
    }
    const made = new CanvasTexture(canvas);
    made.colorSpace = SRGBColorSpace;
    return made;
  }, [text, inks]);
  useEffect(() => () => texture.dispose(), [texture]);
  return (
    <sprite position={place} scale={0.16}>
      <spriteMaterial map={texture} transparent depthWrite={false} />
    </sprite>
  );
}
