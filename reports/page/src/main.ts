// The script of the report page: turns tables and still pictures into ones to sort, filter and zoom.
import { setUpActions } from "./actions";
import { mount } from "./chart";
import { attempts } from "./charts/attempts";
import { lorenz, writers } from "./charts/fairness";
import { cdf, percentiles } from "./charts/latency";
import { moment } from "./charts/moment";
import { sweep } from "./charts/sweep";
import { time } from "./charts/time";
import { tradeOff } from "./charts/tradeoff";
import { readData } from "./data";
import { makeState } from "./state";
import { setUpTables } from "./tables";
import { setUpToolbar } from "./toolbar";

const state = makeState(readData());
if (state.data.points.length > 0) {
  setUpToolbar(state);
  setUpTables(state);
  for (const kind of [tradeOff, sweep, percentiles, cdf, time, lorenz, writers, attempts, moment]) mount(kind, state);
}
setUpActions(state.data);
