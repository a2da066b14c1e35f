// The official client, logged in as the gateway: counts what is there, reads three rows back,
// replays them and writes three new ones. Prints one line of JSON.
// judge.mjs MODULES URL KEY EMAIL PASSWORD SITE
import {createRequire} from 'node:module';

const [modules, url, key, email, password, site] = process.argv.slice(2);
const require = createRequire(modules + '/judge.cjs');
const {createClient} = require('@supabase/supabase-js');
const client = createClient(url, key,
    {auth: {persistSession: false, autoRefreshToken: false}, realtime: {transport: require('ws')}});
const onConflict = 'site_id,device_id,time,store_id,seq';

function checked({error, ...rest}) {
  if (error) throw new Error(JSON.stringify(error));
  return rest;
}

async function upsert(rows) {
  const {status, count} = checked(await client.from('energy_readings')
      .upsert(rows, {onConflict, ignoreDuplicates: true, count: 'exact'}));
  return {status, count};
}

checked(await client.auth.signInWithPassword({email, password}));
const {count} = checked(await client.from('energy_readings')
    .select('*', {count: 'exact', head: true}).eq('site_id', site));
const {data} = checked(await client.from('energy_readings')
    .select('site_id,device_id,time,store_id,seq,power,voltage').order('seq').limit(3));
const own = [1, 2, 3].map(seq => ({...data[0], store_id: 'judge', seq}));
console.log(JSON.stringify({count, powers: data.map(row => row.power), replay: await upsert(data),
  first: await upsert(own), again: await upsert(own)}));
process.exit(0);
