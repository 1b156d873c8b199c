package net.groupvpn.portal;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Timer;
import java.util.TimerTask;
import net.groupvpn.portal.account.SetUpCode;
import net.groupvpn.portal.membership.PortalFacts;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Pages;
import net.groupvpn.portal.web.PortalServer;
import net.groupvpn.portal.web.PrivateFiles;
import net.groupvpn.portal.web.Secrets;
import net.groupvpn.portal.web.ServerCertificate;
import net.groupvpn.portal.web.Sessions;
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
  private final Timer clockwork = new Timer("revocation lists", true);

  private Portal(PortalSettings settings, Actions.Source source) throws IOException {
    var data = PrivateFiles.directory(settings.data());
    var secrets = new Secrets(source.random());
    this.settings = settings;
    this.certificate = certificate(settings, source);
    this.bootstrap =
        BootstrapNode.start(
            data.resolve("public-node-key.pem"),
            settings.node(),
            settings.hosts(),
            source.random());
    this.database =
        settings.databaseUrl() == null
            ? Database.embedded(data)
            : Database.open(settings.databaseUrl());
    this.code = new SetUpCode(data.resolve("set-up-code"), secrets);
    this.actions = new Actions(database, facts(), settings.lifetimes(), code, source);
    var sessions = new Sessions(database, secrets, source.clock());
    var pages = new Pages(sessions, new Templates(source.clock()));
    this.server =
        PortalServer.start(
            settings.address(), settings.port(), certificate, new Routes(pages, actions)::addTo);
  }

  /** Opens the data, starts serving. */
  static Portal start(PortalSettings settings, Clock clock, SecureRandom random)
      throws IOException {
    var portal = new Portal(settings, new Actions.Source(clock, random));
    portal.clockwork.schedule(portal.listCheck(), 0, LIST_CHECK.toMillis());
    return portal;
  }

  private static ServerCertificate certificate(PortalSettings settings, Actions.Source source)
      throws IOException {
    var names = new ArrayList<>(settings.hosts());
    names.addAll(ServerCertificate.localNames());
    var file = settings.data().resolve("https.p12");
    return ServerCertificate.loadOrMake(file, names, source.clock(), source.random());
  }

  private PortalFacts facts() {
    return new PortalFacts(
        this::url,
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

  private void refreshLists() {
    try {
      actions.lists().refresh();
    } catch (RuntimeException e) {
      LOG.error("cannot renew the revocation lists; trying again in {}", LIST_CHECK, e);
    }
  }

  String url() {
    return settings.url(server.port());
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

  /** Lets running requests end, then closes the data. */
  @Override
  public void close() {
    server.close();
    clockwork.cancel();
    bootstrap.close();
    database.close();
  }
}
