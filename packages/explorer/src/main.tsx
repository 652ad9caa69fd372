import { render } from 'preact'
import { explorer, tour } from './start.js'
import './style.css'
import { addressOf } from './state/address.js'
import { Page } from './view/page.js'

const address = () => `${location.href.replace(/#.*$/, '')}#${addressOf(explorer.settings.peek())}`
render(<Page explorer={explorer} address={address} tour={tour} />, document.getElementById('app') as HTMLElement)
