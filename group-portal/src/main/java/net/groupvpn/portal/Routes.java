package net.groupvpn.portal;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import net.groupvpn.overlay.enrol.PortalApi;
import net.groupvpn.portal.web.Page;
import net.groupvpn.portal.web.Pages;
import net.groupvpn.portal.web.StaticFile;
import org.jooq.exception.IntegrityConstraintViolationException;

/** Every route of the portal. GET shows, POST changes and redirects. */
final class Routes {
  private static final String GROUP = "/groups/{group}";
  private final Pages pages;
  private final Actions on;

  Routes(Pages pages, Actions on) {
    this.pages = pages;
    this.on = on;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/portal.css", StaticFile.of("portal.css", "text/css"));
    routes.get("/icon.svg", StaticFile.of("icon.svg", "image/svg+xml"));

    routes.get("/", shown(visit -> visit.redirect("/groups")));
    routes.get("/set-up", pages.shown(on.setUp()::show));
    routes.post("/set-up", pages.sent(on.setUp()::send));
    routes.get("/sign-up", shown(on.signUp()::show));
    routes.post("/sign-up", sent(on.signUp()::send));
    routes.get("/log-in", shown(on.logIn()::show));
    routes.post("/log-in", sent(on.logIn()::send));
    routes.post("/log-out", sent(on.logOut()::send));

    routes.get("/groups", shown(on.groups()::show));
    routes.get("/groups/new", shown(on.newGroup()::show));
    routes.post("/groups/new", sent(on.newGroup()::send));
    routes.get(GROUP, shown(on.group()::show));
    routes.post(GROUP + "/apply", sent(on.apply()::send));
    routes.post(GROUP + "/config", sent(on.config()::send));
    routes.get(GROUP + "/leave", shown(on.leave()::show));
    routes.post(GROUP + "/leave", sent(on.leave()::send));

    routes.get(GROUP + "/applications", shown(on.applications()::show));
    routes.post(GROUP + "/applications/{membership}/approve", sent(on.decide()::approve));
    routes.post(GROUP + "/applications/{membership}/deny", sent(on.decide()::deny));
    routes.get(GROUP + "/members", shown(on.members()::show));
    routes.get(GROUP + "/members/{membership}/revoke", shown(on.revoke()::show));
    routes.post(GROUP + "/members/{membership}/revoke", sent(on.revoke()::send));
    routes.get(GROUP + "/policy", shown(on.policy()::show));
    routes.post(GROUP + "/policy/gateways", sent(on.gateways()::add));
    routes.post(GROUP + "/policy/gateways/{row}/remove", sent(on.gateways()::remove));
    routes.post(GROUP + "/policy/subnets", sent(on.subnets()::add));
    routes.post(GROUP + "/policy/subnets/{row}/remove", sent(on.subnets()::remove));
    routes.post(GROUP + "/policy/reservations", sent(on.reservations()::add));
    routes.post(GROUP + "/policy/reservations/{row}/remove", sent(on.reservations()::remove));
    routes.get(GROUP + "/audit", shown(on.groupAudit()::show));
    routes.get("/audit", shown(on.audit()::show));

    routes.post("/api/v1/enrol", on.api().enrol());
    routes.post("/api/v1/renew", on.api().renew());
    routes.post("/api/v1/sync", on.api().sync());
    routes.get(PortalApi.listPath("{groupId}"), on.api().crl());
    routes.head(PortalApi.listPath("{groupId}"), on.api().crl());
    routes.post(PortalApi.listPath("{groupId}"), on.api().handIn());
    routes.post(PortalApi.policyPath("{groupId}"), on.api().handInPolicy());

    routes.error(404, pages::missing);
    routes.exception(IntegrityConstraintViolationException.class, pages::raced);
    routes.exception(Exception.class, pages::failed);
  }

  private Handler shown(Page page) {
    return pages.shown(afterSetUp(page));
  }

  private Handler sent(Page page) {
    return pages.sent(afterSetUp(page));
  }

  /** Until the portal has an owner, every page leads to its set-up. */
  private Page afterSetUp(Page page) {
    return visit -> {
      if (on.accounts().ownerExists()) {
        page.answer(visit);
      } else {
        visit.redirect("/set-up");
      }
    };
  }
}
