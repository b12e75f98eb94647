//! What serde writes is what is read here.

use std::fmt::Debug;

use domain::act::{BatchView, Begun, Sheet};
use domain::query::QueryProblem;
use domain::view::{
    ActivityPage, Completion, CredentialsPage, KeyCheck, KeysPage, ScriptText, ServerDetail, ServerList,
};
use domain::{DomainError, ErrorKind};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::arbitrary::alike_when_changed;
use super::{FromJson, read};
use crate::error::AppError;
use crate::facts::Facts;

const KEY: &str = "6f9619ff8b86d011b42d00c04fc964ff~jkt01~42";
const ID: &str = "6f9619ff-8b86-d011-b42d-00c04fc964ff";

/// Both readers read the same from `text`, from what serde makes of that, and from that with any part of it changed.
fn alike<T: Serialize + DeserializeOwned + FromJson + PartialEq + Debug>(text: &str) -> T {
    let text = text.replace('\'', "\"").replace("KEY", KEY).replace("ID", ID);
    let expected: T = serde_json::from_str(&text).unwrap();
    assert_eq!(read::<T>(&text).as_ref(), Some(&expected), "{text}");
    let written = serde_json::to_string(&expected).unwrap();
    assert_eq!(read::<T>(&written).as_ref(), Some(&expected), "{written}");
    alike_when_changed::<T>(&written);
    expected
}

/// Every value of an enum without data.
fn each<T: Serialize + FromJson + PartialEq + Debug>(values: impl IntoIterator<Item = T>) {
    for value in values {
        let written = serde_json::to_string(&value).unwrap();
        assert_eq!(read::<T>(&written), Some(value), "{written}");
    }
}

const ROW: &str = "{'key':'KEY','name':'web \\u0001 1','state':'running','brand':'id_cloud_host','credential_label':'a',
    'several_keys':true,'location':'jkt01','location_name':'Jakarta','plan':'x','vcpus':2,'memory_mib':2048,'disk_gib':20,
    'addresses':[{'ip':'203.0.113.9','scope':'public'},{'ip':'fd00::1','scope':'private'}],'cost_month':'IDR 1',
    'taken_at':1700000000,'stale':true,'pending':{'doing':'Stopping','state':'sent'},'image':'Debian 12','created_at':3,
    'cost_hour':'IDR 0.1','backups':true,'hostname':'h','tags':['prod','a b'],'note':'n','locked':true}";
const BARE_ROW: &str = "{'key':'KEY','name':'','state':{'other':'melting'},'brand':'virtua','credential_label':'',
    'several_keys':false,'location':'x','location_name':'','plan':null,'vcpus':null,'memory_mib':null,'disk_gib':null,'addresses':[],
    'cost_month':null,'taken_at':null,'stale':false,'pending':null,'image':null,'created_at':null,'cost_hour':null,
    'backups':null,'hostname':null,'tags':[],'note':'','locked':false}";
const OPERATION: &str =
    "{'id':'ID','act':'server.restart','verb':'Restart','doing':'Restarting','noun':'restart','summary':'a → b',
    'server':'KEY','made':null,'server_name':'n','brand':'warren','actor':'Ada','state':'unknown','steps':[{'label':'Stop','state':'succeeded','sent_at':1,'ended_at':2},
    {'label':'Start','state':'intended','sent_at':null,'ended_at':null}],'message':'','status':502,
    'correlation_id':'r-1','check_refusal':null,'settle_refusal':'Ask an admin.','waits':true,'created_at':-5,'ended_at':null}";
const CELL: &str = "{'kind':'number','text':'2','dim':'GiB','at':null,'href':''}";
const OFFER: &str = "{'act':'disk.grow','label':'Grow','place':'danger','fields':[['disk','a']],'href':'',
    'refusal':'Stop it first.','danger':false}";
const PART: &str = "{'id':'disks','title':'Disks','note':'','columns':[{'label':'Size','numeric':true}],
    'rows':[{'id':'1','cells':[{'kind':'age','text':'','dim':'','at':5,'href':''}],'acts':[]}],'acts':[],'empty':'',
    'refusal':null,'problem':'','fetching':false}";
const PROBLEM: &str = "{'message':'down','status':null,'correlation_id':null,'since':7,'next_try':9}";

#[test]
fn the_list_and_a_server() {
    let facet = "{'term':'status:running','label':'Running','count':3}";
    let list: ServerList = alike(&format!(
        "{{'rows':[{ROW},{BARE_ROW}],'total':2,'matched':2,'matched_states':[{facet}],'page':1,'pages':1,'states':[{facet}],'brands':[],
        'locations':[{facet},{facet}],'tags':[{facet}],
        'groups':[{{'label':'Jakarta','term':'location:jkt01','first':0,'count':2,'totals':['IDR 1']}}],
        'columns':['state','cost_hour','age'],
        'views':[{{'id':'ID','name':'Mine','shared':false,'own':true,
        'query':{{'search':'web','sort':{{'by':{{'Column':'cost'}},'descending':true}},'group':'tag','page':1}}}},
        {{'id':'ID','name':'All','shared':true,'own':false,
        'query':{{'search':'','sort':{{'by':'Name','descending':false}},'group':'nothing','page':1}}}}],
        'totals':[{{'currency':'IDR','month':'IDR 1','servers':1}}],'unpriced':1,
        'banners':[{{'credential':'ID','credential_label':'a','brand':'elastis','location':null,'taken_at':null,
        'problem':{PROBLEM}}}],'first_reads':0,'problems':[{{'term':'a:b','message':'No.'}}],'has_credentials':true,
        'now':1700000001}}"
    ));
    assert_eq!(list.problems, [QueryProblem { term: "a:b".into(), message: "No.".into() }]);
    alike::<Vec<Completion>>("[{'search':'web tag:prod','term':'tag:prod','note':'3 servers'}]");
    for freshness in [
        "{'live':{'taken_at':1}}".to_owned(),
        format!("{{'stale':{{'taken_at':1,'problem':{PROBLEM}}}}}"),
        "{'unknown':{'problem':null}}".to_owned(),
        format!("{{'unknown':{{'problem':{PROBLEM}}}}}"),
    ] {
        alike::<ServerDetail>(&format!(
            "{{'row':{BARE_ROW},'facts':[{{'label':'Size','values':[{CELL}],'acts':[{OFFER}]}}],'provider_note':null,
            'note':'n','lock':{{'by':'Ada','at':7,'reason':''}},'acts':[{OFFER}],
            'reveals':[{{'which':'root','label':'Show','refusal':null}}],'parts':[{PART}],
            'freshness':{freshness},'operations':[{OPERATION}],'now':4}}"
        ));
    }
}

#[test]
fn forms_plans_and_their_results() {
    let choice =
        "{'value':'a','label':'A','note':'','price':'€5','icon':'data:image/png;base64,AA','group':'g',
        'refusal':null}";
    let field = format!(
        "{{'name':'vcpus','label':'vCPU','kind':'number','value':['2'],'hint':'','error':'Too many.','required':true,
        'refusal':null,'choices':[{choice}],'least':1,'most':8,'step':null,'unit':'','placeholder':'','mono':false,
        'changes_form':true,'generate':['abc','123'],'generate_chars':20}}"
    );
    let price = "{'hour':'€0.01','month':'€5','month_before':null,'note':''}";
    alike::<Sheet>(&format!(
        "{{'act':'server.resize','title':'Resize n','lead':'Elastis','on':['KEY'],'form':{{
        'sections':[{{'id':'size','title':'','note':'','fields':[{field}]}}],'submit':'Review','price':{price},
        'error':null,'refusal':null,'fetching':true}},'plan':null,'now':4}}"
    ));
    alike::<Sheet>(&format!(
        "{{'act':'server.delete','title':'Delete n','lead':'','on':[],'form':null,'plan':{{'operation':'ID',
        'verb':'Delete n','danger':true,'lines':[{{'label':'State','before':'running','after':'gone'}}],
        'effects':['a'],'irreversible':['b'],'dies':[],'stays':['c'],'price':{price},'cost':'',
        'checks':[{{'ok':false,'text':'t'}}],'items':[{{'server':'KEY','name':'n','what':'goes','refusal':null}},
        {{'server':null,'name':'m','what':'','refusal':'No.'}}],'requests':['DELETE /'],'secrets':[{field}],
        'confirm':{{'typed':'n'}},'fields':[['a','b']]}},'now':4}}"
    ));
    alike::<Begun>("{'id':'ID','text':'Stopping n','href':'/servers','batch':false,'done':false}");
    alike::<Option<BatchView>>(
        "{'id':'ID','title':'Stop 2 servers','actor':'Ada','running':1,'succeeded':0,'failed':1,'unknown':0,'waiting':1,'take_back_refusal':'Ask an admin.',
        'items':[{'operation':'ID','server':'KEY','name':'n','state':'failed','message':'m'}],'created_at':1,'now':2}",
    );
    alike::<KeysPage>(
        "{'keys':[{'id':'a','name':'n','kind':'ssh-ed25519','fingerprint':'SHA256:x','public_key':'ssh-ed25519 AAAA',
        'added_by':'Ada','created_at':1}],'scripts':[{'id':'b','name':'m','bytes':12,'saved_by':'Ada','saved_at':2}],
        'now':3}",
    );
    alike::<ScriptText>("{'id':'b','name':'m','text':'#!/bin/sh'}");
}

#[test]
fn plans_operations_and_credentials() {
    alike::<ActivityPage>(&format!("{{'rows':[{OPERATION}],'matched':1,'page':1,'pages':1,'now':0}}"));
    alike::<KeyCheck>("{'credential':'ID','label':'a','summary':'3 servers'}");
    for health in [
        "{'working':{'checked_at':1}}",
        "{'refused':{'message':'m','since':1}}",
        "{'unreachable':{'message':'m','since':1}}",
        "'unchecked'",
    ] {
        alike::<CredentialsPage>(&format!(
            "{{'rows':[{{'id':'ID','label':'a','brand':'warren','base_url':'https://x','scheme':'s','last_four':'1234',
            'fingerprint':'0a1b2c3d','account':null,'health':{health},'servers':1,'kept':'1 lock','added_by':'Ada','created_at':1,
            'key_since':1}}],'custom_base_urls':false,'now':1}}"
        ));
    }
}

#[test]
fn the_facts_around_a_page() {
    let team = "{'id':'ID','name':'Ada','role':'billing'}";
    alike::<Facts>(&format!(
        "{{'session':{{'user':'ID','name':'Ada','email':'a@b','team':{team},'teams':[{team},{team}]}},
        'deck':{{'servers':1,'sources':2,'failing':1,'first_reads':0,'oldest':['a',null],'running':0,'unknown':0,'now':1}},
        'theme':'dark','demo':true,'flash':{{'form':'/api/x','error':{{'kind':'invalid','message':'m','field':'f'}},
        'note':'n','passing':true,'kept':[['a','b']]}},'now':5}}"
    ));
    alike::<Facts>("{'session':null,'deck':null,'theme':'','demo':false,'flash':null,'now':0}");
}

#[test]
fn answers_and_refusals() {
    let refused = "{'kind':'rate_limited','message':'Wait.','retry_after_s':30}";
    assert_eq!(alike::<Result<bool, AppError>>("{'Ok':true}"), Ok(true));
    alike::<Option<Result<(), AppError>>>("{'Ok':null}");
    alike::<Option<Result<(), AppError>>>("null");
    let error = alike::<Result<(), AppError>>(&format!("{{'Err':{refused}}}")).unwrap_err();
    assert_eq!(
        error.0,
        DomainError { retry_after_s: Some(30), ..DomainError::new(ErrorKind::RateLimited, "Wait.") }
    );
}

#[test]
fn every_word_is_known() {
    use domain::act::FieldKind;
    use domain::operation::OperationState;
    use domain::policy::Role;
    use domain::provider::Brand;
    use domain::server::{AddressScope, ServerState};
    use domain::view::{ActPlace, CellKind};

    each(OperationState::ALL);
    use CellKind::{Age, Bad, Busy, Copy, Link, Ok as Good, Running, Stopped, Unknown, Warn};
    use FieldKind::{Cards, Fact, Hidden, Lines, Number, Remark, Secret, Select, Text, Tick, Ticks};
    each([Text, Lines, Remark, Number, Select, Cards, Tick, Ticks, Secret, Hidden, Fact]);
    each([
        CellKind::Text,
        Copy,
        CellKind::Number,
        Age,
        Link,
        Good,
        Warn,
        Bad,
        Unknown,
        Running,
        Stopped,
        Busy,
    ]);
    each([ActPlace::Head, ActPlace::Menu, ActPlace::Danger]);
    each(Brand::ALL);
    each([Role::Owner, Role::Admin, Role::Operator, Role::Billing, Role::Viewer]);
    each([AddressScope::Public, AddressScope::Private]);
    each([
        ErrorKind::Invalid,
        ErrorKind::Unauthenticated,
        ErrorKind::Forbidden,
        ErrorKind::NotFound,
        ErrorKind::Conflict,
        ErrorKind::ProviderRefused,
        ErrorKind::ProviderUnavailable,
        ErrorKind::TooLarge,
        ErrorKind::RateLimited,
        ErrorKind::Unavailable,
        ErrorKind::Internal,
        ErrorKind::Network,
    ]);
    let word = |state: &str| read::<ServerState>(&format!("\"{state}\""));
    for state in ["running", "stopped", "busy", "provisioning", "suspended", "error", "deleted"] {
        assert_eq!(word(state), serde_json::from_str(&format!("\"{state}\"")).ok());
    }
    assert_eq!(word("melting"), None);
}

#[test]
fn another_type_is_not_taken_for_one() {
    assert_eq!(read::<u32>("-1"), None);
    assert_eq!(read::<String>("1"), None);
    assert_eq!(read::<Vec<u32>>("{}"), None);
    assert_eq!(read::<KeyCheck>("{\"label\":\"a\",\"summary\":\"\"}"), None);
    assert_eq!(read::<KeyCheck>("<html>"), None);
}
