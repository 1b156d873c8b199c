package net.groupvpn.portal.web;

import java.util.Map;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;

/** Links of a portal at the root of its host, built without a servlet. */
final class PlainLinks extends StandardLinkBuilder {
  @Override
  protected String computeContextPath(
      IExpressionContext context, String base, Map<String, Object> parameters) {
    return "";
  }

  @Override
  protected String processLink(IExpressionContext context, String link) {
    return link;
  }
}
