import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use, type ECharts } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export interface Series {
  name: string;
  type: 'bar' | 'line';
  /** Null where there is nothing to measure. */
  values: (number | null)[];
}

export interface Chart {
  title: string;
  categories: string[];
  series: Series[];
  /** Names on the left, bars to the right: for long names. */
  lying?: boolean;
}

const colours = ['#0b5cad', '#1a7f37', '#8a5a00'];

export function draw(element: HTMLElement, chart: Chart): ECharts {
  const drawn = init(element, null, { renderer: 'canvas' });
  update(drawn, chart);
  return drawn;
}

export function update(drawn: ECharts, { title, categories, series, lying }: Chart): void {
  const names = { type: 'category' as const, data: categories, inverse: lying, axisLabel: { color: '#57606a', hideOverlap: true }, axisTick: { show: false } };
  const numbers = { type: 'value' as const, minInterval: 1, axisLabel: { color: '#57606a' }, splitLine: { lineStyle: { color: '#d8dee4' } } };
  drawn.setOption({
    color: colours,
    animation: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    // The HTML tooltip would need inline styles, which the Content-Security-Policy forbids.
    tooltip: { trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'shadow' } },
    aria: { enabled: true, decal: { show: series.length > 1 }, label: { general: { withTitle: title, withoutTitle: title } } },
    legend: series.length > 1 ? { top: 0, left: 0, textStyle: { color: '#1b1f24' } } : undefined,
    grid: { left: 4, right: 12, top: series.length > 1 ? 36 : 12, bottom: 4, containLabel: true },
    xAxis: lying ? numbers : names,
    yAxis: lying ? names : numbers,
    series: series.map(({ name, type, values }) => ({ name, type, data: values, connectNulls: true, barMaxWidth: 28, symbolSize: 7, lineStyle: { width: 2 } })),
  }, true);
}
