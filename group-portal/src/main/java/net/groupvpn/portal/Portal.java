package net.groupvpn.portal;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Timer;
import java.util.TimerTask;
import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.io.stream.StreamPort;
import net.groupvpn.portal.account.PasswordReset;
import net.groupvpn.portal.account.SetUpCode;
import net.groupvpn.portal.certificate.RevocationJournal;
import net.groupvpn.portal.control.ControlSocket;
import net.groupvpn.portal.group.GroupStore;
import net.groupvpn.portal.membership.PortalFacts;
import net.groupvpn.portal.policy.PolicyJournal;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.DurableAnswers;
import net.groupvpn.portal.web.LoginSessions;
import net.groupvpn.portal.web.Pages;
import net.groupvpn.portal.web.PortalServer;
import net.groupvpn.portal.web.PrivateFiles;
import net.groupvpn.portal.web.Secrets;
import net.groupvpn.portal.web.ServerCertificate;
import net.groupvpn.portal.web.Templates;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running portal. */
final class Portal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Portal.class);
  private static final Duration LIST_CHECK = Duration.ofMinutes(10);
  private final PortalSettings settings;
  private final Database database;
  private final ServerCertificate certificate;
  private final SetUpCode code;
  private final Actions actions;
  private final BootstrapNode bootstrap;
  private final PortalServer server;
  private final @Nullable ControlSocket control;
  private final Timer clockwork = new Timer("revocation lists", true);

  private Portal(PortalSettings settings, Actions.Source source) throws IOException {
    var data = PrivateFiles.directory(settings.data());
    var secrets = new Secrets(source.random());
    this.settings = settings;
    this.database =
        settings.databaseUrl() == null
            ? Database.embedded(data)
            : Database.open(settings.databaseUrl());
    PrivateFiles.syncNames(data);
    this.certificate = certificateOrClose(settings, database, source);
    this.bootstrap =
        BootstrapNode.start(
            data.resolve("public-node-key.pem"),
            settings.node(),
            settings.hosts(),
            source.random());
    this.code = new SetUpCode(data.resolve("set-up-code"), secrets);
    var journals =
        new Actions.Journals(
            new RevocationJournal(data.resolve("revocations")),
            new PolicyJournal(data.resolve("policies")));
    this.actions = new Actions(database, journals, facts(), settings.lifetimes(), code, source);
    actions.policies().atStart();
    actions.restoration().atStart();
    var sessions = new LoginSessions(database, secrets, source.clock());
    var pages = new Pages(sessions, new Templates(source.clock()), this::url);
    this.server =
        PortalServer.start(
            settings.address(),
            settings.port(),
            certificate,
            routes -> {
              new DurableAnswers(database).addTo(routes);
              new Routes(pages, actions).addTo(routes);
            });
    bootstrap.serveGuests(server::take);
    var resets = new PasswordReset(database, secrets, source.clock());
    this.control = ControlSocket.open(data, resets::reset);
  }

  /** Opens the data and starts serving. */
  static Portal start(PortalSettings settings, Clock clock, SecureRandom random)
      throws IOException {
    var portal = new Portal(settings, new Actions.Source(clock, random));
    portal.clockwork.schedule(portal.listCheck(), 0, LIST_CHECK.toMillis());
    return portal;
  }

  private static ServerCertificate certificateOrClose(
      PortalSettings settings, Database database, Actions.Source source) throws IOException {
    try {
      return certificate(settings, database, source);
    } catch (IOException e) {
      database.close();
      throw e;
    }
  }

  private static ServerCertificate certificate(
      PortalSettings settings, Database database, Actions.Source source) throws IOException {
    var names = new ArrayList<>(settings.hosts());
    names.addAll(ServerCertificate.localNames());
    var file = settings.data().resolve("https.p12");
    var groups = new GroupStore(database).ids().size();
    if (!Files.exists(file) && groups > 0 && !settings.newCertificate()) {
      throw new IOException(
          "%s is missing, and the machines of %d groups talk to no portal with another certificate;"
                  .formatted(file, groups)
              + " put the file back from a backup, or start once with --new-certificate, after"
              + " which every machine needs a new group file");
    }
    return ServerCertificate.loadOrMake(file, names, source.clock(), source.random());
  }

  private PortalFacts facts() {
    return new PortalFacts(
        this::urlForMachines,
        certificate.fingerprint(),
        bootstrap::seeds,
        settings.lifetimes().crlInterval(),
        settings.lifetimes().token());
  }

  private TimerTask listCheck() {
    return new TimerTask() {
      @Override
      public void run() {
        refreshLists();
      }
    };
  }

  void refreshLists() {
    try {
      actions.lists().refresh();
    } catch (RuntimeException e) {
      LOG.error("cannot renew the revocation lists; trying again in {}", LIST_CHECK, e);
    }
  }

  String url() {
    return settings.url(server.port());
  }

  /** The port of streams, if there is one: restrictive networks let 443 through. */
  private String urlForMachines() {
    var shared = bootstrap.streamPort();
    return shared == StreamPort.NO_PORT ? url() : settings.url(shared);
  }

  /** The counters of the port of streams. */
  long streamCount(Counter counter) {
    return bootstrap.count(counter);
  }

  int port() {
    return server.port();
  }

  String fingerprint() {
    return certificate.fingerprint();
  }

  /** The code of the first run; null once the portal has an owner. */
  @Nullable String setUpCode() {
    return actions.accounts().ownerExists() ? null : code.value();
  }

  /** Lets running requests finish, then closes the data. */
  @Override
  public void close() {
    if (control != null) {
      control.close();
    }
    server.close();
    clockwork.cancel();
    bootstrap.close();
    database.close();
  }
}
