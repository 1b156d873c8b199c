package net.groupvpn.portal.audit;

import java.util.LinkedHashMap;
import java.util.function.Function;
import net.groupvpn.portal.web.Visit;
import org.jspecify.annotations.Nullable;

/** The audit log, of one group or of the whole portal, newest first. */
public final class AuditPage {
  private final AuditStore store;
  private final Function<Visit, Scope> scope;

  /**
   * What the visitor may see.
   *
   * @param group the group's row; null for the whole portal
   * @param title the name of the log's subject
   * @param path the page's own path
   */
  public record Scope(@Nullable Long group, String title, String path) {}

  /** {@code scope} refuses visitors who may see nothing. */
  public AuditPage(AuditStore store, Function<Visit, Scope> scope) {
    this.store = store;
    this.scope = scope;
  }

  public void show(Visit visit) {
    var seen = scope.apply(visit);
    var below = visit.query("below", Long.MAX_VALUE);
    var entries = seen.group() == null ? store.all(below) : store.ofGroup(seen.group(), below);
    var model = new LinkedHashMap<String, @Nullable Object>();
    model.put("whose", seen.title());
    model.put("path", seen.path());
    model.put("wholePortal", seen.group() == null);
    model.put("entries", entries);
    model.put(
        "older",
        entries.size() == AuditStore.PAGE_SIZE ? entries.get(entries.size() - 1).id() : null);
    visit.render("audit", model);
  }
}
