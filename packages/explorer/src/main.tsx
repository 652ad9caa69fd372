import { render } from 'preact'
import { openEngine } from './open-engine.js'
import { addressOf, readAddress } from './state/address.js'
import { Explorer } from './state/explorer.js'
import { keepAddress } from './state/history.js'
import { Page } from './view/page.js'
import './style.css'

const { settings, problems } = readAddress(location.hash)
const explorer = new Explorer(openEngine(), settings)
explorer.notices.value = problems
keepAddress(explorer)

const address = () => `${location.href.replace(/#.*$/, '')}#${addressOf(explorer.settings.peek())}`
render(<Page explorer={explorer} address={address} />, document.getElementById('app') as HTMLElement)
