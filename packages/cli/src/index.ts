export { compose, type Ports } from './composition.js'
export { gardner } from './gardner.js'
export { COMMAND, type CommandOption, type CommandRun, type PluginCommand } from './plugin-command.js'
export {
  CATALOGUE,
  CLOCK,
  type Clock,
  type Container,
  OUTPUT,
  type Output,
  SIGNALS,
  type Signals,
  SURROUNDINGS,
  type Surroundings,
  TERMINAL,
  type Terminal,
  THREADS,
  type Threads,
} from './ports.js'
