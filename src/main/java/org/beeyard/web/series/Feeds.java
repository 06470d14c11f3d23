package org.beeyard.web.series;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import org.beeyard.history.series.SeriesList;
import org.beeyard.history.tree.TreeHistory;
import org.beeyard.web.Glyphs;
import org.beeyard.web.Links;
import org.beeyard.wire.FarmConfig;
import org.jspecify.annotations.Nullable;

/** What is new, for feed readers. */
@Path("/")
@Blocking
@Produces(Atom.TYPE)
class Feeds {

    private final SeriesList series;
    private final TreeHistory trees;
    private final FarmConfig farm;

    Feeds(SeriesList series, TreeHistory trees, FarmConfig farm) {
        this.series = series;
        this.trees = trees;
        this.farm = farm;
    }

    /** What the page of series shows for the same query. */
    @GET
    @Path("series/atom")
    public String series(@BeanParam SeriesListPage.Query query, @Context UriInfo uri) {
        String address = farm.addressFor(uri.getBaseUri());
        String asked = uri.getRequestUri().getRawQuery() == null
                ? ""
                : "?" + uri.getRequestUri().getRawQuery();
        List<Atom.Entry> entries = this.series.of(query.filter()).stream()
                .map(row -> new Atom.Entry(
                        state(row.state()) + ": " + row.title() + (row.version() > 1 ? " v" + row.version() : ""),
                        address + "/series/" + row.id(),
                        latest(row.begunAt(), row.finishedAt()),
                        row.author(),
                        row.sentence() == null ? "" : row.sentence()))
                .toList();
        return Atom.feed("Beeyard: series", address + "/series" + asked, address + "/series/atom" + asked, entries);
    }

    @GET
    @Path("trees/{name}/atom")
    public String tree(@PathParam("name") String name, @Context UriInfo uri) {
        String address = farm.addressFor(uri.getBaseUri());
        String page = address + Links.tree(name);
        List<Atom.Entry> entries = trees.tree(name, null).orElseThrow(NotFoundException::new).bases().stream()
                .map(base -> new Atom.Entry(
                        state(base.state()) + ": " + Glyphs.shortened(base.commit()) + " " + base.subject(),
                        base.run() == null ? page + "#" + base.commit() : address + "/runs/" + base.run(),
                        latest(base.adoptedAt(), base.finishedAt()),
                        name,
                        base.sentence() == null ? "" : base.sentence()))
                .toList();
        return Atom.feed("Beeyard: " + name, page, page + "/atom", entries);
    }

    private static String state(String state) {
        return Glyphs.glyph(state) + " " + Glyphs.words(state);
    }

    private static Instant latest(Instant began, @Nullable Instant ended) {
        return ended == null ? began : ended;
    }
}
