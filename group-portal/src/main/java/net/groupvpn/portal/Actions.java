package net.groupvpn.portal;

import java.security.SecureRandom;
import java.time.Clock;
import net.groupvpn.portal.account.Accounts;
import net.groupvpn.portal.account.LogInPage;
import net.groupvpn.portal.account.LogOutAction;
import net.groupvpn.portal.account.SetUpCode;
import net.groupvpn.portal.account.SetUpPage;
import net.groupvpn.portal.account.SignUpPage;
import net.groupvpn.portal.audit.AuditPage;
import net.groupvpn.portal.audit.AuditStore;
import net.groupvpn.portal.certificate.CertificateApi;
import net.groupvpn.portal.certificate.Lifetimes;
import net.groupvpn.portal.certificate.Restoration;
import net.groupvpn.portal.certificate.RevocationJournal;
import net.groupvpn.portal.certificate.RevocationLists;
import net.groupvpn.portal.certificate.TokenStore;
import net.groupvpn.portal.group.Authorities;
import net.groupvpn.portal.group.GroupAccess;
import net.groupvpn.portal.group.GroupStore;
import net.groupvpn.portal.group.NewGroupPage;
import net.groupvpn.portal.membership.ApplicationsPage;
import net.groupvpn.portal.membership.ApplyAction;
import net.groupvpn.portal.membership.ConfigAction;
import net.groupvpn.portal.membership.DecideAction;
import net.groupvpn.portal.membership.Departure;
import net.groupvpn.portal.membership.GroupPage;
import net.groupvpn.portal.membership.GroupsPage;
import net.groupvpn.portal.membership.LeavePage;
import net.groupvpn.portal.membership.MemberListStore;
import net.groupvpn.portal.membership.MembersPage;
import net.groupvpn.portal.membership.MembershipStore;
import net.groupvpn.portal.membership.PortalFacts;
import net.groupvpn.portal.membership.RevokePage;
import net.groupvpn.portal.policy.GatewayAction;
import net.groupvpn.portal.policy.Policies;
import net.groupvpn.portal.policy.PolicyJournal;
import net.groupvpn.portal.policy.PolicyPage;
import net.groupvpn.portal.policy.ReservationAction;
import net.groupvpn.portal.policy.SubnetAction;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Refusal;
import net.groupvpn.portal.web.Secrets;
import net.groupvpn.portal.web.Visit;

/** Every page and action, built from the stores. */
final class Actions {
  private final Database database;
  private final PortalFacts facts;
  private final Lifetimes lifetimes;
  private final Clock clock;
  private final SecureRandom random;
  private final Secrets secrets;
  private final AuditStore audit;
  private final GroupStore groups;
  private final GroupAccess access;
  private final MembershipStore memberships;
  private final MemberListStore machines;
  private final Authorities authorities;
  private final RevocationLists lists;
  private final Policies policies;
  private final Restoration restoration;
  private final Departure departure;
  private final Accounts accounts;
  private final SetUpCode code;
  private final GroupPage group;
  private final CertificateApi api;

  /** Time and randomness for the whole portal. */
  record Source(Clock clock, SecureRandom random) {}

  /** What is kept in files beside the database. */
  record Journals(RevocationJournal revocations, PolicyJournal policies) {}

  Actions(
      Database database,
      Journals journals,
      PortalFacts facts,
      Lifetimes lifetimes,
      SetUpCode code,
      Source source) {
    var journal = journals.revocations();
    this.database = database;
    this.facts = facts;
    this.lifetimes = lifetimes;
    this.code = code;
    this.clock = source.clock();
    this.random = source.random();
    this.secrets = new Secrets(random);
    this.audit = new AuditStore(database, clock);
    this.groups = new GroupStore(database);
    this.access = new GroupAccess(groups);
    this.memberships = new MembershipStore(database);
    this.machines = new MemberListStore(database);
    this.authorities = new Authorities(groups, random);
    this.lists = new RevocationLists(database, groups, authorities, journal, clock);
    this.policies = new Policies(database, groups, authorities, journals.policies(), audit, clock);
    this.restoration =
        new Restoration(
            new Restoration.Parts(database, groups, authorities, lists, policies, journal, audit),
            clock);
    this.departure = new Departure(database, memberships, lists, policies, journal, audit, clock);
    this.accounts = new Accounts(database, audit, secrets, clock);
    this.group = new GroupPage(access, memberships, machines, clock);
    this.api = newApi();
  }

  private CertificateApi newApi() {
    var parts =
        new CertificateApi.Parts(
            database, groups, audit, authorities, lists, policies, restoration, lifetimes);
    return new CertificateApi(parts, secrets, clock);
  }

  Accounts accounts() {
    return accounts;
  }

  RevocationLists lists() {
    return lists;
  }

  Policies policies() {
    return policies;
  }

  Restoration restoration() {
    return restoration;
  }

  SetUpPage setUp() {
    return new SetUpPage(accounts, code);
  }

  SignUpPage signUp() {
    return new SignUpPage(accounts);
  }

  LogInPage logIn() {
    return new LogInPage(accounts);
  }

  LogOutAction logOut() {
    return new LogOutAction(accounts);
  }

  GroupsPage groups() {
    return new GroupsPage(memberships);
  }

  NewGroupPage newGroup() {
    return new NewGroupPage(database, groups, audit, clock, random);
  }

  GroupPage group() {
    return group;
  }

  ApplyAction apply() {
    return new ApplyAction(
        database, access, memberships, new TokenStore(database), audit, group, clock);
  }

  ConfigAction config() {
    var parts =
        new ConfigAction.Parts(
            database, access, groups, memberships, new TokenStore(database), authorities, audit);
    return new ConfigAction(parts, facts, secrets, clock);
  }

  LeavePage leave() {
    return new LeavePage(access, memberships, departure);
  }

  ApplicationsPage applications() {
    return new ApplicationsPage(access, memberships);
  }

  DecideAction decide() {
    return new DecideAction(database, access, memberships, audit, clock);
  }

  MembersPage members() {
    return new MembersPage(access, machines, clock);
  }

  RevokePage revoke() {
    return new RevokePage(access, memberships, machines, departure, clock);
  }

  PolicyPage policy() {
    return new PolicyPage(access, database);
  }

  GatewayAction gateways() {
    return new GatewayAction(access, database, policies, policy(), audit);
  }

  SubnetAction subnets() {
    return new SubnetAction(access, database, policies, policy(), audit);
  }

  ReservationAction reservations() {
    return new ReservationAction(access, database, policies, policy(), audit);
  }

  AuditPage groupAudit() {
    return new AuditPage(
        audit,
        visit -> {
          var seen = access.administered(visit);
          return new AuditPage.Scope(seen.id(), seen.name(), "/groups/" + seen.id() + "/audit");
        });
  }

  AuditPage audit() {
    return new AuditPage(audit, Actions::wholePortal);
  }

  private static AuditPage.Scope wholePortal(Visit visit) {
    if (!visit.account().owner()) {
      throw Refusal.forbidden("Only the portal's owner may see this.");
    }
    return new AuditPage.Scope(null, "the whole portal", "/audit");
  }

  CertificateApi api() {
    return api;
  }
}
